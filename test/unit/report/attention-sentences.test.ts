/** Deadlines that come near and steps that are late, as they are said. */
import {expect, test} from 'vitest';
import {attentionNow} from '../../../src/report/attention-sentences.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run, startMs} from '../../support/run.ts';

test('both are sentences that say what to type', () => {
  const deadlines = [
    {id: 'regulator', withinMs: 600_000, after: 'run_start' as const, role: 'approver', text: 'Tell the regulator.'},
  ];
  const told = run({...deletion, outline: {...deletion.outline, deadlines}}, ['0s start', '1s began stop_writes']);
  const now = attentionNow(told.state, startMs + 300_000, () => ['one', 'two']);
  expect(now.map(({sentence}) => sentence)).toEqual([
    'A deadline comes in 5 minutes, at 02:57:00 UTC: Tell the regulator. It is for approver. Type "acknowledge regulator" once it is done.',
    'Step 2 of 11, Stop application writes: still at work after 4 minutes 59 seconds, LATER THAN ITS TARGET of 2 minutes. It has printed 2 lines, "output stop_writes" says them.',
  ]);
  expect(attentionNow(run(deletion, ['0s start']).state, startMs)).toEqual([]);
});
