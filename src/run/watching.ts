/** A run that another process drives, as a session: what it records is shown as it comes, and nothing can be changed from here. */
import type {Fact} from './event.ts';
import {apply, notStarted} from './fold.ts';
import {shownPrompts} from './playback.ts';
import type {Recording} from './replay/recording.ts';
import {runTimeAt} from './run-time.ts';
import type {RunSession} from './session.ts';

export type Watching = RunSession & {
  /** Shows more of the record. */
  readonly take: (facts: readonly Fact[]) => void;
};

/** Begins before the first fact. `nowMs` is the wall clock of whoever watches. */
export const watching = (recording: Omit<Recording, 'facts'>, nowMs: () => number): Watching => {
  const state = notStarted(recording.outline);
  const listeners = new Set<() => void>();
  let version = 0;
  return {
    state: () => state,
    version: () => version,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    prompts: () => shownPrompts(state),
    output: recording.output,
    ...(recording.printed && {printed: recording.printed}),
    nowMs: () => runTimeAt(state, nowMs()),
    send: async () => ({accepted: false, why: 'This only watches; it is answered where the run is driven.'}),
    head: () => ({words: state.facts === 0 ? '' : recording.words(state.facts), entries: state.facts}),
    watches: true,
    take: facts => {
      for (const fact of facts) {
        apply(state, fact);
      }
      version += 1;
      for (const listener of listeners) {
        listener();
      }
    },
  };
};
