/** The keys of whoever sits here: of the folder that everybody has them in. */
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test, vi} from 'vitest';
import {ownKeys} from '../../../src/cli/own-keys.ts';
import {fingerprintOf} from '../../../src/journal/signing/signature.ts';
import {freshKey} from '../../../src/journal/signing/signing-key.ts';
import {temporaryDirectory} from '../../support/journals.ts';

afterEach(() => vi.unstubAllEnvs());

const homeWith = (files: {readonly [name: string]: string}): string => {
  const home = temporaryDirectory();
  mkdirSync(join(home, '.ssh'));
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(home, '.ssh', name), text);
  }
  vi.stubEnv('SSH_AUTH_SOCK', '');
  return home;
};

test('public keys of ~/.ssh are told by their fingerprints, and nothing else that lies there', () => {
  const [one, other] = [freshKey().key, freshKey().key];
  const home = homeWith({
    'id_ed25519.pub': `${one} ada@laptop\n`,
    known_hosts: `ops-1 ${other}\n`,
    'notes.pub': 'hello\n',
  });
  symlinkSync('/dev/zero', join(home, '.ssh/endless.pub'));

  expect(ownKeys(home)).toEqual([fingerprintOf(one)]);
});

test('who has no such folder, or an agent that is gone, has no keys', () => {
  vi.stubEnv('SSH_AUTH_SOCK', '/nowhere/agent');

  expect(ownKeys(join(temporaryDirectory(), 'nowhere'))).toEqual([]);
});
