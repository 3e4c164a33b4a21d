/** The keys that whoever sits here can sign with: they approve nothing of a run that is driven from here. */
import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {readSafely} from '../journal/safe-file.ts';
import {bareKey, fingerprintOf} from '../journal/signing/signature.ts';

/** An agent that hangs must not hold the run. */
const agentPatienceMs = 2_000;

const keyBytesMax = 65_536;

/**
 * Fingerprints of the public keys in `~/.ssh` and of those that the agent has. A run is executed by an account that need
 * not be called as the plan calls the person, so names alone do not tell whose key it is. What cannot be read is none.
 */
export const ownKeys = (home = homedir()): readonly string[] =>
  [...keysIn(join(home, '.ssh')), ...agentKeys()].map(key => fingerprintOf(bareKey(key)));

const keysIn = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory)
      .filter(name => name.endsWith('.pub'))
      .flatMap(name => {
        const bytes = readSafely(join(directory, name), keyBytesMax);
        return bytes.ok ? keyLines(bytes.value.toString('utf8')) : [];
      });
  } catch {
    return [];
  }
};

const agentKeys = (): readonly string[] => {
  if (!process.env.SSH_AUTH_SOCK) {
    return [];
  }
  const {status, stdout} = spawnSync('ssh-add', ['-L'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: agentPatienceMs,
  });
  return status === 0 ? keyLines(stdout) : [];
};

const keyLines = (text: string): readonly string[] =>
  text.split('\n').filter(line => /^(?:ssh|ecdsa|sk)-\S+ [A-Za-z0-9+/]+=*/.test(line));
