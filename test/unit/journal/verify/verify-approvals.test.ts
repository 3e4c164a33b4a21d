/** Signed approvals of a record, told from its facts. */
import {expect, test} from 'vitest';
import {challengeText} from '../../../../src/journal/signing/challenge.ts';
import {signedApprovals} from '../../../../src/journal/verify/verify-approvals.ts';
import type {Fact} from '../../../../src/run/event.ts';

const text = (words: string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(words.length);
  return Buffer.concat([length, Buffer.from(words, 'latin1')]);
};

/** The outside of a signature: whose key, made for what. */
const signatureOf = (key: string, namespace = 'lifeboat-approval'): string =>
  Buffer.concat([
    Buffer.from('SSHSIG\0\0\0\x01', 'latin1'),
    text(`${text('ssh-ed25519').toString('latin1')}${key}`),
    text(namespace),
  ]).toString('base64');

const publicKey = (key: string): string =>
  `ssh-ed25519 ${Buffer.concat([text('ssh-ed25519'), Buffer.from(key)]).toString('base64')}`;

const hashes = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)];
const run = '20261101t030000z-lost-tickets-aaaaaa';
const challenge = challengeText({run, step: 'go', attempt: 1, ask: 'Go?', head: hashes[0] ?? ''});

/** Who may answer. */
const from = [{role: 'approver', name: 'Grace Hopper', contact: 'technical_lead'}];

const record = (change: {readonly [field: string]: unknown} = {}) => {
  const {signature = signatureOf('grace'), asked = challenge, ask = 'Go?', step = 'go'} = change;
  const facts = [
    {
      type: 'run-started',
      run,
      executor: 'Ada Lovelace',
      contacts: {technical_lead: {name: 'Grace Hopper', keys: [publicKey('grace')]}},
    },
    {type: 'asked', step: 'go', attempt: 1, prompt: {kind: 'approval', ask, from}, challenge: asked},
    {type: 'approved', step, attempt: 1, by: 'Grace Hopper', proof: 'signature', contact: 'technical_lead', signature},
  ];
  return signedApprovals(
    facts.map((fact, seq) => ({actor: {name: 'engine', via: 'engine'}, ...fact, seq}) as unknown as Fact),
    hashes,
  );
};

test('what was signed is made again from the record', () => {
  expect(record()).toEqual([{seq: 2, message: challenge, signature: signatureOf('grace'), key: publicKey('grace')}]);
});

test.each([
  [{step: 'stop'}, 'nothing was asked that it could answer'],
  [{ask: 'Stop?'}, 'its challenge is not that of the question that was recorded'],
  [{asked: 'lifeboat1.W10'}, 'its challenge is not that of the question that was recorded'],
  [{signature: signatureOf('mallory')}, 'the key is none of those that the run began with for technical_lead'],
  [{signature: signatureOf('grace', 'git')}, 'it is no signature of an approval'],
  [{signature: ''}, 'it is no signature of an approval'],
])('a record with %j contradicts itself', (change, problem) => {
  expect(record(change)).toMatchObject([{problem}]);
});

const grace = {by: 'Grace Hopper', contact: 'technical_lead', signature: signatureOf('grace')};

/** A question that two people may answer, what went before, and an approval of it; Ada executes. */
const told = (...after: readonly object[]) => toldOf('ada', 'alan', ...after);

/** The same where Ada and Alan have the keys of others. */
const toldOf = (ofAda: string, ofAlan: string, ...after: readonly object[]) => {
  const contacts = {
    technical_lead: {name: 'Grace Hopper', keys: [publicKey('grace')]},
    database_administrator: {name: 'Ada Lovelace', keys: [publicKey(ofAda)]},
    on_call: {name: 'Alan Turing', keys: [publicKey(ofAlan)]},
  };
  const ada = {name: 'Ada Lovelace', via: 'screen'};
  const engine = {name: 'engine', via: 'engine'};
  const facts = [
    {type: 'run-started', run, contacts, executor: 'Ada Lovelace', actor: engine},
    {type: 'asked', step: 'go', attempt: 1, prompt: {kind: 'approval', ask: 'Go?', from}, challenge, actor: engine},
    ...after.map(fact => ({actor: ada, step: 'go', attempt: 1, ...fact})),
  ];
  return signedApprovals(
    facts.map((fact, seq) => ({...fact, seq}) as unknown as Fact),
    hashes,
  ).at(-1)?.problem;
};

const typed = {type: 'approved', by: 'Grace Hopper', proof: 'typed'};
const signed = {type: 'approved', proof: 'signature', ...grace};
const proven = {type: 'approval-proven', of: 'Grace Hopper', ...grace};

test('who signed was asked, is who is said to have signed, and executes nothing', () => {
  expect(told(signed)).toBeUndefined();
  expect(told({...signed, by: 'Alan Turing'})).toBe(
    'the key is that of Grace Hopper, and Alan Turing is said to have signed',
  );
  const alan = {by: 'Alan Turing', contact: 'on_call', signature: signatureOf('alan')};
  expect(told({...signed, ...alan})).toBe('Alan Turing was not asked');
  const handed = {type: 'handed-over', role: 'approver', to: 'Alan Turing', contact: 'on_call'};
  expect(told(handed, {...signed, ...alan})).toBeUndefined();
  expect(told({type: 'handed-over', role: 'executor', to: 'Grace Hopper'}, signed)).toBe(
    'Grace Hopper executes the run, or did',
  );
});

test('a proof is of a go that was taken by the name of whoever signs, and of no other', () => {
  expect(told(typed, proven)).toBeUndefined();
  expect(told(proven)).toBe('Grace Hopper had given no go that it could prove');
  expect(told({...typed, by: 'Alan Turing'}, {...proven, of: 'Alan Turing'})).toBe(
    'Grace Hopper had given no go that it could prove',
  );
  const ada = {by: 'Grace Hopper', contact: 'database_administrator', signature: signatureOf('ada')};
  expect(told(typed, {...proven, ...ada})).toBe(
    'the key is that of Ada Lovelace, and Grace Hopper is said to have signed',
  );
});

test('whoever has the key of an executor, or of somebody who has approved, is no other person', () => {
  expect(toldOf('grace', 'alan', signed)).toBe('Grace Hopper has the key of somebody who executes the run, or did');
  const handed = {type: 'handed-over', role: 'approver', to: 'Alan Turing', contact: 'on_call'};
  const alan = {...signed, by: 'Alan Turing', contact: 'on_call'};
  expect(toldOf('ada', 'grace', signed, handed, alan)).toBe(
    'Alan Turing has approved already, perhaps by another name with the same key',
  );
});
