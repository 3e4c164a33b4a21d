/** Signed approvals of a record, told from its facts. */
import {expect, test} from 'vitest';
import {challengeText} from '../../../src/journal/challenge.ts';
import {signedApprovals} from '../../../src/journal/verify-approvals.ts';
import type {Fact} from '../../../src/run/event.ts';

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

const record = (change: {readonly [field: string]: unknown} = {}) => {
  const {signature = signatureOf('grace'), asked = challenge, ask = 'Go?', step = 'go'} = change;
  const facts = [
    {type: 'run-started', run, contacts: {technical_lead: {name: 'Grace Hopper', keys: [publicKey('grace')]}}},
    {type: 'asked', step: 'go', attempt: 1, prompt: {kind: 'approval', ask}, challenge: asked},
    {type: 'approved', step, attempt: 1, by: 'Grace Hopper', proof: 'signature', contact: 'technical_lead', signature},
  ];
  return signedApprovals(
    facts.map((fact, seq) => ({...fact, seq}) as unknown as Fact),
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
