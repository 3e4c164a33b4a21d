/** Our signatures and those of ssh-keygen are the same thing: each takes the other's, and neither takes one for something else. */
import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {compactSignature, signerOf} from '../../../../src/journal/signing/signature.ts';
import {freshKey} from '../../../../src/journal/signing/signing-key.ts';
import {isSignedBy, namespaces, rawSignature, sshSignature} from '../../../../src/journal/signing/sshsig.ts';
import {temporaryDirectory} from '../../../support/journals.ts';
import {makeSshKey} from '../../../support/ssh-keys.ts';

const message =
  'lifeboat/20261123t001957z-accidental-deletion-k7q2xw\n149\nu1hFklaK9wzyowbijhJGc3d3d3d3d3d3d3d3d3d3d3c=\n';
const namespace = namespaces.seal;

/** What ssh-keygen says of a signature of ours. */
const keygenTakes = (
  key: string,
  armoured: string,
  of: {readonly message: string; readonly namespace: string},
): boolean => {
  const directory = temporaryDirectory();
  const [signers, signature] = [join(directory, 'signers'), join(directory, 'signature')];
  writeFileSync(signers, `session ${key}\n`);
  writeFileSync(signature, armoured);
  const args = ['-Y', 'verify', '-f', signers, '-I', 'session', '-n', of.namespace, '-s', signature];
  return spawnSync('ssh-keygen', args, {input: of.message}).status === 0;
};

test('ssh-keygen takes a signature of ours, for its message and its purpose alone', () => {
  const {key, sign} = freshKey();
  const armoured = sshSignature({key, namespace, signature: sign(namespace, message)});

  expect(keygenTakes(key, armoured, {message, namespace})).toBe(true);
  expect(keygenTakes(key, armoured, {message: message.replace('149', '148'), namespace})).toBe(false);
  expect(keygenTakes(key, armoured, {message, namespace: namespaces.run})).toBe(false);
  expect(keygenTakes(freshKey().key, armoured, {message, namespace})).toBe(false);
});

test('a signature by ssh-keygen is taken here', () => {
  const directory = temporaryDirectory();
  const {file, publicKey} = makeSshKey(directory, 'ada');
  const {stdout} = spawnSync('ssh-keygen', ['-Y', 'sign', '-f', file, '-n', namespace], {input: message});
  const compact = compactSignature(stdout.toString()) ?? '';
  const key = signerOf(compact)?.key ?? '';
  const signature = rawSignature(compact) ?? '';

  expect(publicKey).toContain(key);
  expect(isSignedBy({key, namespace, message, signature})).toBe(true);
  expect(readFileSync(`${file}.pub`, 'utf8')).toContain(key);
});

const {key, sign} = freshKey();
const good = {key, namespace, message, signature: sign(namespace, message)};

test.each<readonly [string, Partial<typeof good>]>([
  ['another message', {message: `${message} `}],
  ['another purpose', {namespace: namespaces.run as typeof namespace}],
  ['another key', {key: freshKey().key}],
  ['a key with a comment', {key: `${key} ops-1`}],
  ['a key of another kind', {key: key.replace('ssh-ed25519', 'ssh-rsa')}],
  ['a key that is too short', {key: key.slice(0, -8)}],
  ['no key', {key: ''}],
  ['a key that is a number', {key: 7 as unknown as string}],
  ['another signature', {signature: sign(namespace, 'hello')}],
  ['a signature spelled in another way', {signature: `${good.signature}\n`}],
  ['half a signature', {signature: good.signature.slice(0, 44)}],
  ['no signature', {signature: ''}],
  ['a signature that is a list', {signature: [good.signature] as unknown as string}],
])('it is not taken with %s', (_what, change) => {
  expect(isSignedBy(good)).toBe(true);
  expect(isSignedBy({...good, ...change})).toBe(false);
});

test('the signature of another kind of key has no 64 bytes to take out', () => {
  const directory = temporaryDirectory();
  const file = join(directory, 'rsa');
  spawnSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', file]);
  const {stdout} = spawnSync('ssh-keygen', ['-Y', 'sign', '-f', file, '-n', namespace], {input: message});

  expect(rawSignature(compactSignature(stdout.toString()) ?? '')).toBeUndefined();
});
