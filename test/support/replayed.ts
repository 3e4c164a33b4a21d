/** A told run as a replay: `replayed(told, 12)` stands after twelve facts. */
import {playback, type Replay} from '../../src/run/playback.ts';
import type {ToldRun} from './run.ts';

export const replayed = (told: ToldRun, at = told.facts.length, output: readonly string[] = []): Replay =>
  playback(
    {outline: told.state.outline, facts: told.facts, output: () => output, words: () => 'fern otter lamp dune'},
    at,
  );
