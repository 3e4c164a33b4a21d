/** What a failed step leaves behind, by what is known: saying that nothing was rolled back where PostgreSQL did would be a lie. */
import {expect, test} from 'vitest';
import {aftermath} from '../../../src/report/aftermath.ts';
import type {FactBody} from '../../../src/run/event.ts';
import {apply} from '../../../src/run/fold.ts';
import type {OutlineStep} from '../../../src/run/outline.ts';
import type {ShownAction} from '../../../src/run/shown.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {recorded} from '../../support/histories.ts';
import {run} from '../../support/run.ts';

type Told = {
  readonly outline?: Partial<OutlineStep>;
  readonly shown?: ShownAction;
  readonly facts: readonly FactBody[];
};

const place = {step: 'stop_writes', attempt: 1};
const failed = (result: {[name: string]: boolean} = {ok: false}): FactBody => ({
  type: 'failed',
  ...place,
  reason: 'no',
  then: {do: 'hold'},
  result,
});
const sql = (...lines: readonly string[]): ShownAction => ({kind: 'sql', lines});
const command: ShownAction = {kind: 'command', lines: ['systemctl', 'stop', 'shop']};

const after = ({outline, shown = sql('select 1'), facts}: Told): string => {
  const steps = deletion.outline.steps.map(step => (step.id === 'stop_writes' ? {...step, ...outline} : step));
  const {state} = run({...deletion, outline: {...deletion.outline, steps}}, ['0s start']);
  const all = facts.map(fact => (fact.type === 'began' ? {...fact, shown} : fact));
  for (const [index, body] of all.entries()) {
    apply(state, recorded(body, index + 2));
  }
  const step = state.steps.get('stop_writes');
  return step ? aftermath(step) : '';
};

const began: FactBody = {type: 'began', ...place};
const performed: FactBody = {type: 'performed', ...place, result: {ok: true}};

test.each<readonly [string, Told, string]>([
  ['a step that never began', {facts: [failed()]}, 'had not begun, so it changed nothing'],
  [
    'a transaction that failed',
    {facts: [began, failed()], outline: {isTransaction: true}, shown: sql('delete', 'insert')},
    'nothing of this step is in place: PostgreSQL keeps nothing of a transaction that fails',
  ],
  [
    'one statement that failed',
    {facts: [began, failed()]},
    'nothing of a statement that fails, and there was only this one',
  ],
  [
    'one of several statements that failed',
    {facts: [began, failed()], shown: sql('alter role', 'select')},
    'nothing of the statement that failed; what those before it did is in place',
  ],
  [
    'a transaction that was committed, and a check that failed',
    {facts: [began, performed, failed()], outline: {isTransaction: true}},
    'what this step did is in place; nothing was rolled back',
  ],
  [
    'a statement that gave something else than was expected',
    {facts: [began, failed({ok: true})]},
    'what this step did is in place; nothing was rolled back',
  ],
  [
    'a connection that was lost',
    {facts: [began, failed({ok: false, uncertain: true})], outline: {isTransaction: true}},
    'what this step did may be in place; nothing was rolled back here',
  ],
  [
    'a program that failed',
    {facts: [began, failed()], shown: command},
    'nothing was rolled back; what this step did before it failed may be in place',
  ],
  [
    'a check that failed',
    {facts: [began, failed()], outline: {shape: 'probe', kind: 'check', effects: 'read'}},
    'this step changes nothing',
  ],
  [
    'a person who could not',
    {facts: [failed()], outline: {shape: 'prompt', kind: 'instruction'}},
    'what was done by hand until then is as it was left',
  ],
])('after %s', (_, told, says) => {
  expect(after(told)).toContain(says);
});

test('a second attempt that did not begin changed nothing, whatever the first one did', () => {
  const retried: FactBody = {type: 'retried', ...place};
  const again: FactBody = {type: 'failed', step: 'stop_writes', attempt: 2, reason: 'no', then: {do: 'hold'}};
  expect(after({facts: [began, failed(), retried, again], shown: command})).toBe(
    'this step had not begun, so it changed nothing',
  );
});
