/** A replay shows the moment that it says: from checkpoints every state is the one that folding all facts up to it gives, wherever one came from. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {compile} from '../../src/machine/compile.ts';
import {outlineOf} from '../../src/machine/outline.ts';
import {beforeStart} from '../../src/machine/position.ts';
import type {Fact, FactBody} from '../../src/run/event.ts';
import {fold} from '../../src/run/fold.ts';
import {makeCheckpoints} from '../../src/run/replay/checkpoints.ts';
import {arbitraryRunbook} from '../support/arbitrary.ts';
import {casesOf} from '../support/case-count.ts';
import {recorded, started, walk} from '../support/histories.ts';
import {plainState} from '../support/plain-state.ts';

const runs = casesOf({sample: 60, full: 1_000});
const history = fc.array(fc.nat({max: 10_000}), {minLength: 1, maxLength: 60});
const looked = fc.record({
  places: fc.array(fc.nat({max: 61}), {minLength: 4, maxLength: 12}),
  workMax: fc.integer({min: 1, max: 20}),
});

test('seeking anywhere in any history shows what was known then', () => {
  fc.assert(
    fc.property(arbitraryRunbook, history, looked, (runbook, choices, {places, workMax}) => {
      const bodies: FactBody[] = [];
      walk(compile(runbook), choices, {
        from: beforeStart,
        first: started(runbook),
        taken: body => bodies.push(body),
      });
      const outline = outlineOf(runbook);
      const facts: readonly Fact[] = bodies.map(recorded);
      const {stateAt} = makeCheckpoints({outline, facts}, {workMax});
      let at: Parameters<typeof stateAt>[1];
      for (const place of places) {
        const position = Math.min(place, facts.length);
        const state = stateAt(position, at);
        expect(plainState(state)).toEqual(fold(outline, facts.slice(0, position)));
        at = {state, position};
      }
    }),
    {numRuns: runs},
  );
});
