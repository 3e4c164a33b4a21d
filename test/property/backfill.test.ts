/** Paper in random runs: nothing acts, what is refused changes nothing, and what was entered is a history like any other. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Did} from '../../src/engine/on-paper/paper-entry.ts';
import {scan} from '../../src/journal/chain.ts';
import {advance} from '../../src/machine/advance.ts';
import {compile} from '../../src/machine/compile.ts';
import {outlineOf} from '../../src/machine/outline.ts';
import {beforeStart} from '../../src/machine/position.ts';
import {apply, notStarted} from '../../src/run/fold.ts';
import {splitTime} from '../../src/run/time-split.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';
import {differences} from '../support/agreement.ts';
import {arbitraryRunbook} from '../support/arbitrary.ts';
import {casesOf} from '../support/case-count.ts';
import {openEngine} from '../support/open-engine.ts';
import {type DeskInTest, paperDesk} from '../support/paper.ts';

const runs = casesOf({sample: 15, full: 400});

/** What somebody may have written beside a step. */
const ways = (branches: readonly string[]): readonly Did[] => [
  {did: 'done'},
  {did: 'done'},
  {did: 'skipped'},
  {did: 'failed'},
  {did: 'not-applicable'},
  {did: 'approved'},
  {did: 'rejected'},
  {did: 'answered', value: '7'},
  ...branches.map(branch => ({did: 'chose', branch}) as const),
];

const enterSome = (desk: DeskInTest, choices: readonly number[]): void => {
  for (const choice of choices) {
    desk.pass([]);
    const open = desk.wanted();
    const item = open[choice % Math.max(1, open.length)];
    if (!item) {
      return;
    }
    const what = ways(item.policy.branches.map(({name}) => name));
    desk.enter({
      step: item.path,
      happenedMs: desk.earliestMs(item.path) + (choice % 5) * 60_000,
      by: choice % 3 === 0 ? 'Dana Fox' : 'Ada',
      what: what[(choice >> 3) % what.length] ?? {did: 'done'},
      note: 'as the paper says',
    });
  }
  desk.pass([]);
};

const left = (runbook: Runbook): string => openEngine(runbook, {inputs: {deep: true}}).crash().text;

test('with paper in it a history is allowed again, both folds agree after each fact, and no second is lost or counted twice', () => {
  fc.assert(
    fc.property(arbitraryRunbook, fc.array(fc.nat({max: 10_000}), {maxLength: 25}), (runbook, choices) => {
      const desk = paperDesk(runbook, left(runbook));
      enterSome(desk, choices);
      desk.close([{type: 'session-closed', reason: 'what was on paper is entered'}]);
      expect(desk.flush().ok).toBe(true);
      const {facts, end} = scan(Buffer.from(desk.text()));
      expect(end.kind).toBe('whole');
      const forest = compile(structuredClone(runbook));
      const state = notStarted(outlineOf(runbook));
      let position = beforeStart;
      for (const fact of facts) {
        const next = advance(forest, position, fact);
        expect(next).not.toBe(position);
        position = next;
        apply(state, fact);
        expect(differences(state, position)).toEqual([]);
        if (state.status === 'running' && state.lastAtMs !== undefined) {
          const split = Object.values(splitTime(state, state.lastAtMs));
          expect(Math.min(...split)).toBeGreaterThanOrEqual(0);
          expect(split.reduce((sum, part) => sum + part, 0)).toBe(state.lastAtMs - (state.startedAtMs ?? 0));
        }
      }
    }),
    {numRuns: runs},
  );
});
