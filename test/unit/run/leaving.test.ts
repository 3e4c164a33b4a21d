/** What a choice or a goto passes by. */
import {expect, test} from 'vitest';
import {deletion} from '../../support/deletion-sample.ts';
import {branch, commandStep, decisionStep, endStep, instructionStep, runbookOf} from '../../support/model.ts';
import {openEngine} from '../../support/open-engine.ts';
import {run} from '../../support/run.ts';

test('branches that were not chosen are not reached, as deep as they go', () => {
  const {state} = run(deletion, ['0s start', '0s chosen choose_path point_in_time']);
  const statuses = [...state.steps.values()]
    .filter(({path}) => path.startsWith('choose_path:') && !path.startsWith('choose_path:point_in_time'))
    .map(({status}) => status);
  expect(statuses.length).toBeGreaterThan(0);
  expect(new Set(statuses)).toEqual(new Set(['not-reached']));
});

test('a branch that is entered again is as if nothing had happened in it, but its attempts count on', async () => {
  const inside = commandStep('restore');
  const way = decisionStep('way', [branch('dump', [inside], {outputs: {rows: 'steps.nowhere.outputs.rows'}})], {
    choose: "'dump'",
  });
  const again = openEngine(runbookOf([way, endStep('finish')]));
  await again.settled();
  expect(again.told().at(-1)).toBe('failed way#1, then hold');
  again.say({intent: 'retry'});
  await again.settled();
  expect(again.told().slice(-5)).toEqual([
    'retried way#1',
    'chosen way#2 dump',
    'began way:dump/restore#2',
    'succeeded way:dump/restore#2',
    'failed way#2, then hold',
  ]);
});

test('a goto out of groups leaves them at that moment', async () => {
  const inner = instructionStep('try_it', [], {onFailure: {do: 'goto', step: 'by_hand'}});
  const way = decisionStep('way', [branch('dump', [inner, instructionStep('rest')])], {choose: "'dump'"});
  const left = openEngine(runbookOf([way, instructionStep('by_hand'), endStep('finish')]));
  left.clock.pass(60_000);
  left.say({intent: 'cannot', reason: 'console down'});
  const {status, finishedAtMs, startedAtMs} = left.state.steps.get('way') ?? {};
  expect(status).toBe('left');
  expect((finishedAtMs ?? 0) - (startedAtMs ?? 0)).toBe(60_000);
});
