/** Who may let a runbook be amended in a run. */
import {expect, test} from 'vitest';
import {signedApproval, typedApproval} from '../../../../src/cli/amendment/approver.ts';
import {signFor} from '../../../../src/cli/ssh-keygen.ts';
import {approvalNamespace, bareKey, fingerprintOf} from '../../../../src/journal/signing/signature.ts';
import {outlineOf} from '../../../../src/machine/outline.ts';
import {notStarted} from '../../../../src/run/fold.ts';
import {temporaryDirectory} from '../../../support/journals.ts';
import {endStep, runbookOf} from '../../../support/model.ts';
import {makeSshKey, type SshKey} from '../../../support/ssh-keys.ts';

const message = 'lifeboat1.the-challenge-of-an-amendment';
const approver = {role: 'approver', contact: 'technical_lead', name: 'Grace Hopper'};

/** A run of Ada's, whose plan gives these keys to the two. */
const asked = (ada: SshKey, grace: SshKey) => {
  const state = notStarted(outlineOf(runbookOf([endStep('finish')])));
  state.contacts = {
    database_administrator: {name: 'Ada Lovelace', keys: [bareKey(ada.publicKey)]},
    technical_lead: {name: 'Grace Hopper', keys: [bareKey(grace.publicKey)]},
  };
  return {approvers: [approver], state, executors: ['Ada Lovelace'], message};
};

const sign = (key: SshKey): string => {
  const signature = signFor(approvalNamespace, message, key.file);
  if (!signature.ok) {
    throw new Error(signature.reason);
  }
  return signature.value;
};

test('somebody who holds a role that approves signs with their own key', () => {
  const directory = temporaryDirectory();
  const [ada, grace] = [makeSshKey(directory, 'ada'), makeSshKey(directory, 'grace')];
  expect(signedApproval(sign(grace), asked(ada, grace))).toMatchObject({ok: true, value: {by: 'Grace Hopper'}});
  expect(typedApproval('Grace Hopper', asked(ada, grace))).toMatchObject({ok: true, value: {proof: 'typed'}});
});

test('whoever has the key of who executes the run approves nothing, under whatever name', () => {
  const ada = makeSshKey(temporaryDirectory(), 'ada');
  const refused = {ok: false, reason: expect.stringContaining('has the same key in the plan as Ada Lovelace')};
  expect(signedApproval(sign(ada), asked(ada, ada))).toEqual(refused);
  expect(typedApproval('Grace Hopper', asked(ada, ada))).toEqual(refused);
});

test('a key that whoever sits here has approves nothing, though the account has another name than the person', () => {
  const directory = temporaryDirectory();
  const [ada, grace] = [makeSshKey(directory, 'ada'), makeSshKey(directory, 'grace')];
  const here = {...asked(ada, grace), executors: ['root'], ownKeys: [fingerprintOf(bareKey(grace.publicKey))]};
  expect(signedApproval(sign(grace), here)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('another person must'),
  });
});
