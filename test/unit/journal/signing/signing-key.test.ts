/** Keys that sign: fresh ones, and one that comes back from its text. */
import {generateKeyPairSync} from 'node:crypto';
import {expect, test} from 'vitest';
import {freshKey, freshKeyText, readSigningKey} from '../../../../src/journal/signing/signing-key.ts';

test('two fresh keys are two keys', () => {
  expect(freshKey().key).toMatch(/^ssh-ed25519 [A-Za-z0-9+/]{68}$/);
  expect(freshKey().key).not.toBe(freshKey().key);
});

test('a key that was written signs the same when it is read', () => {
  const text = freshKeyText();
  const [one, other] = [readSigningKey(text), readSigningKey(text)];

  expect(one?.sign('lifeboat-session', 'hello')).toBe(other?.sign('lifeboat-session', 'hello'));
  expect(one?.sign('lifeboat-session', 'hello')).not.toBe(one?.sign('lifeboat-seal', 'hello'));
});

test.each([
  ['nothing', ''],
  ['half a key', freshKeyText().slice(0, 60)],
  [
    'a key of another kind',
    generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey.export({type: 'pkcs8', format: 'pem'}).toString(),
  ],
])('%s is no key', (_what, text) => {
  expect(readSigningKey(text)).toBeUndefined();
});
