/** What stands on paper for each kind of step, and how it is matched with its file. */
import {expect, test} from 'vitest';
import type {Step} from '../../../src/runbook/runbook.ts';
import {
  approvalStep,
  branch,
  commandStep,
  decisionStep,
  endStep,
  instructionStep,
  milestoneStep,
  probe,
  runbookOf,
} from '../../support/model.ts';
import {pageOf, roles, stepOn} from '../../support/paper-page.ts';

test('the first page says who is called, by telephone numbers of the plan, and who is next', () => {
  const page = pageOf(runbookOf([endStep('finish')], {roles}));
  expect(page).toContain('- approver: Grace Hopper, +49 30 1235.');
  expect(page).toContain('- Level 2, after 15 min without an answer: Technical lead: Grace Hopper, +49 30 1235');
});

test('a secret is not written on paper, and says so where its value would stand', () => {
  const token = {name: 'token', type: 'secret', optional: false, span: {from: 0, to: 0}} as const;
  const page = pageOf(runbookOf([endStep('finish')], {inputs: {token}}));
  expect(page).toContain('- [ ] `token` (secret): secret, not on this paper; it is kept at');
});

test('an option says the step that it leads to', () => {
  const which = decisionStep(
    'which',
    [
      branch('restore', [commandStep('mend')]),
      branch('nothing', []),
      branch('later', [], {goto: 'finish'}),
      branch('stop', [], {end: 'no-action'}),
    ],
    {propose: "'restore'"},
  );
  const page = stepOn([which, milestoneStep('restored')], '1');
  expect(page).toContain('Proposed: 1a.');
  expect(page).toContain('- [ ] **1a** `restore`: Take restore. Go on at step 1a.1.');
  expect(page).toContain('- [ ] **1b** `nothing`: Take nothing. Go on at step 2.');
  expect(page).toContain('- [ ] **1c** `later`: Take later. Go on at step 3.');
  expect(page).toContain('- [ ] **1d** `stop`: Take stop. Then the run ends: no action.');
});

test('an approval has a line for each name, and says that the executor gives none', () => {
  const page = stepOn([approvalStep('may_we', 2, {onNoGo: {do: 'goto', step: 'finish'}})], '1');
  expect(page.match(/- \[ \] go \[ \] no-go Name \.+ Signature \.+ Time \.+/g)).toHaveLength(2);
  expect(page).toContain('Asked: approver (Grace Hopper, +49 30 1235).');
  expect(page.replaceAll('\n', ' ')).toContain('Whoever carries out this paper does not approve.');
  expect(page).toContain('No-go: go on at step 2.');
});

test('a failure says the number of the step that it leads to, or how to go back', () => {
  const failing = (onFailure: Step['onFailure']): string =>
    stepOn([instructionStep('before'), instructionStep('risky', [], {onFailure})], '2').replaceAll('\n', ' ');
  expect(failing({do: 'hold'})).toContain('If it fails: hold.');
  expect(failing({do: 'continue'})).toContain('If it fails: go on at step 3 all the same.');
  expect(failing({do: 'goto', step: 'finish'})).toContain('If it fails: go on at step 3.');
  expect(failing({do: 'abort'})).toContain('If it fails: the run ends: aborted.');
  expect(failing({do: 'undo_to', step: 'before'})).toContain(
    'to take back all that was done since step 1, the newest first, and then to stand before step 1.',
  );
});

test('a destructive step warns before what it does, and has the name of its target written down first', () => {
  const drop = commandStep('drop', ['dropdb', 'shop'], {
    effects: 'destructive',
    pointOfNoReturn: true,
    confirm: {type: '${inputs.name}'},
    requires: [probe('backup_is_there')],
    danger: 'The other server is called almost the same.',
  });
  const page = stepOn([drop], '1');
  const order = [
    '**WARNING: DESTRUCTIVE.**',
    '**WARNING: POINT OF NO RETURN.**',
    '**NOT THIS:** The other server',
    'Before it: backup_is_there',
    'It must be `____name____`',
    'dropdb shop',
    'Not to be run twice',
    'Initials',
  ].map(words => page.replaceAll(/\s+/g, ' ').indexOf(words));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order[0]).toBeGreaterThan(-1);
});

test('a step that an expression calls by its id is named by its number', () => {
  const only = commandStep('resume', undefined, {when: "steps.which.choice == 'stop' && steps.gone.status == 'x'"});
  const page = stepOn([decisionStep('which', [branch('stop', []), branch('go_on', [])]), only], '2');
  expect(page).toContain('Here `which` is step 1.');
});

test('the digest, the version and the time of printing stand at the head and at the end', () => {
  const page = pageOf(runbookOf([endStep('finish')]), 'format: 1\n').replaceAll('\n', ' ');
  const [, short = ''] = /printed 2026-11-24 03:12 UTC · digest `([0-9a-f ]{19})`/.exec(page) ?? [];
  expect(page).toContain(
    `End of \`lost-tickets\`, version 1.0.0, 1 step, printed 2026-11-24 03:12 UTC, digest \`${short}\``,
  );
  const [, full = ''] = /- the runbook `([0-9a-f]{64})`/.exec(page) ?? [];
  expect(full.startsWith(short.replaceAll(' ', ''))).toBe(true);
});
