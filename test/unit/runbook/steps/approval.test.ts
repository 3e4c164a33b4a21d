/** How many people an approval may ask for. */
import {expect, test} from 'vitest';
import {loadRunbook} from '../../../../src/runbook/load-runbook.ts';
import {recovered, runbookText} from '../../../support/runbook-text.ts';

const needing = (need: number) =>
  loadRunbook(
    runbookText(
      `- {id: may_we, title: May we, approval: {ask: "May rows be written?", from: [approver], need: ${need}}}${recovered}`,
    ),
    {today: '2026-11-24'},
  ).diagnostics.filter(({code}) => code === 'step/wrong-value');

test('an approval asks for twenty people at most, since each of them gets a line on paper', () => {
  expect(needing(20)).toEqual([]);
  for (const need of [21, 3_000_000]) {
    expect(needing(need)).toMatchObject([{severity: 'error', message: expect.stringContaining('must be at most 20')}]);
  }
});
