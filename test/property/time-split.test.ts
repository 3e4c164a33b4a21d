/** Where the time of a run went: whatever happens in it, no second is lost, counted twice or booked under another's name. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {compile} from '../../src/machine/compile.ts';
import {outlineOf} from '../../src/machine/outline.ts';
import {beforeStart} from '../../src/machine/position.ts';
import type {Claim} from '../../src/run/activity.ts';
import type {Fact, FactBody} from '../../src/run/event.ts';
import {apply, notStarted} from '../../src/run/fold.ts';
import {claimOf, splitTime} from '../../src/run/time-split.ts';
import {timing} from '../../src/run/timing.ts';
import {arbitraryRunbook} from '../support/arbitrary.ts';
import {casesOf} from '../support/case-count.ts';
import {started, walk} from '../support/histories.ts';
import {recordedLater} from '../support/recorded-later.ts';

const runs = casesOf({sample: 100, full: 1_000});
const history = fc.array(fc.nat({max: 10_000}), {minLength: 1, maxLength: 60});
const gaps = fc.array(fc.nat({max: 3_600_000}), {minLength: 62, maxLength: 62});

/** The same history with other times between its facts, some of them in a pause. */
const timed = (bodies: readonly FactBody[], gapsMs: readonly number[]): readonly Fact[] => {
  let atMs = Date.UTC(2026, 10, 1, 3, 0, 0);
  return bodies.map((body, seq) => {
    atMs += seq === 0 ? 0 : (gapsMs[seq % gapsMs.length] ?? 0);
    return {...recordedLater(body, seq), at: new Date(atMs).toISOString()};
  });
};

const sum = (parts: {readonly [name: string]: number}): number =>
  Object.values(parts).reduce((total, part) => total + part, 0);

test('the parts sum to the length of the run and to the recovery time, at every fact of every history', () => {
  fc.assert(
    fc.property(arbitraryRunbook, history, gaps, (runbook, choices, gapsMs) => {
      const pauseAt = (gapsMs[0] ?? 0) % 60;
      const bodies: FactBody[] = [];
      walk(compile(runbook), choices, {
        from: beforeStart,
        first: started(runbook),
        taken: body => {
          bodies.push(body);
          if (bodies.length === pauseAt && body.type !== 'run-ended') {
            bodies.push({type: 'paused', reason: 'lunch'});
          }
        },
      });
      const state = notStarted(outlineOf(runbook));
      for (const fact of timed(bodies, gapsMs)) {
        apply(state, fact);
        const nowMs = Date.parse(fact.at) + 1_234;
        const {elapsedMs, split, rtaSplit, rtaMs} = timing(state, nowMs);
        expect(sum(split)).toBe(elapsedMs);
        if (rtaSplit !== null) {
          expect(sum(rtaSplit)).toBe(rtaMs);
        }
        // What is counted along the way is what one would count by looking at every step.
        const claims = Map.groupBy(state.steps.values(), claimOf);
        for (const claim of ['machine', 'handsOn', 'approval', 'information', 'start'] satisfies Claim[]) {
          expect(state.status === 'ended' || (state.claims.get(claim) ?? 0)).toBe(
            state.status === 'ended' || (claims.get(claim)?.length ?? 0),
          );
        }
      }
      expect(Object.values(splitTime(state, state.lastAtMs ?? 0)).every(part => part >= 0)).toBe(true);
    }),
    {numRuns: runs},
  );
});
