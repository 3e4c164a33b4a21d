/** The host's key: one for good, ours alone, and refused with a sentence where it may not be. */
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {hostPublicKey, openHostKey} from '../../../../src/journal/signing/host-key.ts';
import {freshKey, freshKeyText} from '../../../../src/journal/signing/signing-key.ts';
import {temporaryDirectory} from '../../../support/journals.ts';

/** A state directory with a key. */
const withKey = () => {
  const state = temporaryDirectory();
  const made = openHostKey(state);
  if (!made.ok) {
    throw new Error(made.reason.message);
  }
  return {state, key: made.value.key, secret: join(state, 'keys/host.key'), open: join(state, 'keys/host.pub')};
};

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

test('it is made when it is first needed, for its owner alone, and stays', () => {
  const {state, key, secret, open} = withKey();

  expect([modeOf(join(state, 'keys')), modeOf(secret)]).toEqual(['700', '600']);
  expect(readFileSync(open, 'utf8')).toMatch(/^ssh-ed25519 \S+ lifeboat@\S+\n$/);
  expect(openHostKey(state)).toMatchObject({ok: true, value: {key}});
  expect(hostPublicKey(state)).toBe(key);
  expect(readdirSync(join(state, 'keys')).sort()).toEqual(['host.key', 'host.pub']);
});

test('where there is none, nobody is known', () => {
  expect(hostPublicKey(temporaryDirectory())).toBeUndefined();
});

test('a public half that is gone is written again', () => {
  const {state, key, open} = withKey();
  rmSync(open);

  expect(openHostKey(state).ok).toBe(true);
  expect(hostPublicKey(state)).toBe(key);
});

test('what a program left that died while it made the key is taken away', () => {
  const {state, key, secret} = withKey();
  linkSync(secret, `${secret}.4711-1`);

  expect(openHostKey(state)).toMatchObject({ok: true, value: {key}});
  expect(readdirSync(join(state, 'keys')).sort()).toEqual(['host.key', 'host.pub']);
});

type Place = ReturnType<typeof withKey>;

test.each<readonly [string, (place: Place) => void, RegExp]>([
  [
    'that others may read',
    ({secret}) => chmodSync(secret, 0o640),
    /^Other users may read or write the host's key .*chmod 600/,
  ],
  [
    'that is a link',
    ({secret}) => {
      renameSync(secret, `${secret}-elsewhere`);
      symlinkSync(`${secret}-elsewhere`, secret);
    },
    /is a symbolic link/,
  ],
  [
    'that has a second name',
    ({secret, state}) => linkSync(secret, join(state, 'copy')),
    /has a second name \(hard link\)/,
  ],
  ['that is no key', ({secret}) => writeFileSync(secret, 'hello'), /is not a key as this program writes it/],
  ['that is empty', ({secret}) => writeFileSync(secret, ''), /is not a key as this program writes it/],
  [
    'that is a folder',
    ({secret}) => {
      rmSync(secret);
      mkdirSync(secret);
    },
    /is not a regular file/,
  ],
  [
    'beside the public half of another',
    ({open}) => writeFileSync(open, `${freshKey().key} eve\n`),
    /is not the public half of host.key/,
  ],
])('a key %s is refused', (_what, change, says) => {
  const place = withKey();
  change(place);

  expect(openHostKey(place.state)).toMatchObject({ok: false, reason: {message: expect.stringMatching(says)}});
});

test('another key that is put there does not go with the public half that is known', () => {
  const {state, secret, key} = withKey();
  writeFileSync(secret, freshKeyText());

  expect(openHostKey(state).ok).toBe(false);
  expect(hostPublicKey(state)).toBe(key);
});
