/** What a held page costs: it is drawn every second, also over a run of thousands of steps. */
import {expect, test} from 'vitest';
import type {StepState} from '../../../../src/run/state.ts';
import {heldLines} from '../../../../src/tui/lines/stuck-lines.ts';
import {momentOf, questionOf} from '../../../../src/tui/moment.ts';
import {unicodeGlyphs} from '../../../../src/tui/theme.ts';
import {deletion} from '../../../support/deletion-sample.ts';
import {run} from '../../../support/run.ts';
import {toldSession} from '../../../support/told-session.ts';

/** Counts how often a step is looked up, and how often all of them are gone through. */
class CountedSteps extends Map<string, StepState> {
  lookedUp = 0;
  goneThrough = 0;

  override get(path: string): StepState | undefined {
    this.lookedUp += path === 'put_back' ? 1 : 0;
    return super.get(path);
  }

  override [Symbol.iterator]() {
    this.goneThrough += 1;
    return super[Symbol.iterator]();
  }
}

test('ways out that cost the same share one projection, and none copies the steps', () => {
  const told = run(deletion, ['0s start', '1s began stop_writes', '2s failed stop_writes 2 sessions are left']);
  const moment = momentOf(toldSession(told));
  const question = questionOf(moment, told.state.steps.get('stop_writes'));
  const steps = new CountedSteps(told.state.steps);
  steps.goneThrough = 0;
  const state = {...moment.state, steps};
  const lines = question
    ? heldLines({moment: {...moment, state}, question}, {width: 80, glyphs: unicodeGlyphs}).map(line =>
        line.map(({text}) => text).join(''),
      )
    : [];
  const finishes = lines.flatMap(line => /\[(\w)\].*finish (\d\d:\d\d)$/.exec(line)?.slice(1, 3).join(' ') ?? []);
  // Done all over it takes the two minutes that it is estimated at; skipped and overridden it takes none.
  expect(finishes).toEqual(['r 03:41', 's 03:39', 'o 03:39']);
  expect({lookedUp: steps.lookedUp, goneThrough: steps.goneThrough}).toEqual({lookedUp: 2, goneThrough: 0});
});
