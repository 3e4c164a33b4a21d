/** Real SSH keys, made by the test with the tool that people have. */
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';

export type SshKey = {readonly file: string; readonly publicKey: string};

/** Makes a key without a passphrase; says which package is missing where there is no ssh-keygen. */
export const makeSshKey = (directory: string, name: string): SshKey => {
  const file = join(directory, name);
  const {error, status} = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file]);
  if (error || status !== 0) {
    throw new Error('ssh-keygen cannot make a key; these tests need the package openssh-client');
  }
  return {file, publicKey: readFileSync(`${file}.pub`, 'utf8').trim()};
};
