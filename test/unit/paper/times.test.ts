/** The running total of a step. */
import {expect, test} from 'vitest';
import {inOrder, numbered} from '../../../src/paper/numbers.ts';
import {runningTotals} from '../../../src/paper/times.ts';
import type {Step} from '../../../src/runbook/runbook.ts';
import {
  branch,
  commandStep,
  decisionStep,
  endStep,
  includeStep,
  milestoneStep,
  runbookOf,
} from '../../support/model.ts';

const minutes = (count: number, late = count) => ({estimate: {p50Ms: count * 60_000, p90Ms: late * 60_000}});

const totalsOf = (...steps: readonly Step[]) => {
  const totalOf = runningTotals();
  const all = inOrder(numbered(runbookOf([...steps, endStep('finish')])));
  return Object.fromEntries(all.map(paper => [paper.step.id, totalOf(paper)]));
};

test('it grows along the longest way, and stops with the clock', () => {
  expect(
    totalsOf(
      commandStep('look', undefined, minutes(2)),
      decisionStep(
        'which',
        [branch('slow', [commandStep('copy', undefined, minutes(20))]), branch('fast', [])],
        minutes(1),
      ),
      milestoneStep('restored'),
      commandStep('tidy', undefined, minutes(5)),
    ),
  ).toEqual({look: 120_000, which: 180_000, copy: 1_380_000, restored: 1_380_000, tidy: null, finish: null});
});

test('what is uncertain adds up by squares, as in the linter', () => {
  const {two} = totalsOf(
    commandStep('one', undefined, minutes(10, 13)),
    commandStep('two', undefined, minutes(10, 14)),
  );
  expect(two).toBe(25 * 60_000);
});

test('in an included runbook the way to the step that includes it counts, and its milestones stop nothing', () => {
  const child = runbookOf([
    commandStep('theirs', undefined, minutes(3)),
    milestoneStep('reached'),
    commandStep('more', undefined, minutes(4)),
    endStep('over'),
  ]);
  expect(totalsOf(commandStep('look', undefined, minutes(2)), includeStep('tell', child))).toMatchObject({
    theirs: 300_000,
    more: 540_000,
  });
});
