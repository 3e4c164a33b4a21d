/** Runbooks that take the place of others in a run: where their machine allows the history, everybody reads it as one. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {advance} from '../../src/machine/advance.ts';
import {changedPast} from '../../src/machine/changed-past.ts';
import {compile} from '../../src/machine/compile.ts';
import {lived} from '../../src/machine/history.ts';
import {outlineOf} from '../../src/machine/outline.ts';
import {beforeStart} from '../../src/machine/position.ts';
import type {Fact} from '../../src/run/event.ts';
import {apply, fold, notStarted} from '../../src/run/fold.ts';
import type {Runbook, Step} from '../../src/runbook/runbook.ts';
import {differences} from '../support/agreement.ts';
import {arbitraryRunbook} from '../support/arbitrary.ts';
import {casesOf} from '../support/case-count.ts';
import {recorded, started, walk} from '../support/histories.ts';
import {instructionStep} from '../support/model.ts';

const runs = casesOf({sample: 40, full: 500});
const history = fc.array(fc.nat({max: 10_000}), {minLength: 1, maxLength: 30});

const change = fc.record({at: fc.nat({max: 50}), isNew: fc.boolean()});

/** Another step somewhere at the top level, or another title of one that is there. */
const amend = ({steps, ...rest}: Runbook, {at, isNew}: {readonly at: number; readonly isNew: boolean}): Runbook => {
  const place = at % steps.length;
  const changed = steps.map((step, index): Step => (index === place ? {...step, title: 'Do it otherwise'} : step));
  return {...rest, steps: isNew ? steps.toSpliced(place, 0, instructionStep('added')) : changed};
};

test('what its machine allows and what has not happened can be amended; then both folds agree after each fact', () => {
  const seen = {taken: 0, refused: 0};
  fc.assert(
    fc.property(arbitraryRunbook, history, change, (runbook, choices, {at, isNew}) => {
      const facts: Fact[] = [];
      walk(compile(runbook), choices, {
        from: beforeStart,
        first: started(runbook),
        taken: body => void facts.push(recorded(body, facts.length)),
      });
      const after = amend(runbook, {at, isNew});
      const forest = compile(after);
      const state = fold(outlineOf(runbook), facts);
      const place = after.steps[at % runbook.steps.length];
      const past = changedPast(runbook, after, state);
      if (!isNew) {
        const status = state.steps.get(place?.id ?? '')?.status ?? 'pending';
        expect(past).toBe(['pending', 'not-reached', 'held'].includes(status) ? undefined : place?.id);
      }
      const story = lived(forest, facts);
      if (past !== undefined || 'refused' in story) {
        seen.refused += 1;
        return;
      }
      seen.taken += 1;
      const again = notStarted(outlineOf(after));
      let position = beforeStart;
      for (const fact of facts) {
        position = advance(forest, position, fact);
        apply(again, fact);
        expect(differences(again, position)).toEqual([]);
      }
      expect(story.position).toEqual(position);
    }),
    {numRuns: runs},
  );
  expect(seen.taken).toBeGreaterThan(runs / 10);
  expect(seen.refused).toBeGreaterThan(runs / 10);
});
