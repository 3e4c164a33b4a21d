/** The key of this host: it vouches for the keys of sessions, so that a record says on which host it was written. */
import {linkSync, lstatSync, readdirSync, rmSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {getuid} from 'node:process';
import {fail, type Result, succeed} from '../../base/result.ts';
import {nodeDisk} from '../disk.ts';
import {diskFailure, errorCode} from '../disk-failure.ts';
import {readSafely, writeNewFile} from '../safe-file.ts';
import {makeDirectory} from '../state-directory.ts';
import {bareKey} from './signature.ts';
import {freshKeyText, readSigningKey, type SigningKey} from './signing-key.ts';

/** Keys are some hundred bytes. */
const keyBytesMax = 16_384;

/** Where the two halves stand in a state directory. */
const placesIn = (state: string) => {
  const keys = join(state, 'keys');
  return {keys, secret: join(keys, 'host.key'), open: join(keys, 'host.pub')};
};

/** Why there is no key to use: it cannot be written or read, or whoever else could have it. */
export type KeyRefusal = {readonly kind: 'disk' | 'unsafe'; readonly message: string};

/**
 * The key of this state directory, made when there is none. Fails with a sentence where the file is not ours alone, is a
 * link, or is no key: what others could read may have signed anything.
 */
export const openHostKey = (state: string): Result<SigningKey, KeyRefusal> => {
  const {keys, secret} = placesIn(state);
  const made = makeDirectory(keys);
  if (!made.ok) {
    return onDisk(made.reason);
  }
  try {
    if (isMissing(secret)) {
      const written = makeKey(keys, secret);
      if (!written.ok) {
        return onDisk(written.reason);
      }
    }
    dropOtherNames(keys, secret);
    const key = readKey(secret);
    return key.ok ? publish(state, key.value) : key;
  } catch (error) {
    return onDisk(diskFailure(error, {path: secret, then: 'try again'}));
  }
};

const onDisk = (message: string) => fail<KeyRefusal>({kind: 'disk', message});

const unsafe = (message: string) => fail<KeyRefusal>({kind: 'unsafe', message});

/** The public half, as in an authorized_keys file; nothing where there is none that can be read. */
export const hostPublicKey = (state: string): string | undefined => {
  const bytes = readSafely(placesIn(state).open, keyBytesMax);
  const key = bytes.ok ? bareKey(bytes.value.toString('utf8')) : '';
  return key === '' ? undefined : key;
};

const isMissing = (path: string): boolean => {
  try {
    lstatSync(path);
    return false;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return true;
    }
    throw error;
  }
};

/** Written whole under another name, then linked: two programs that begin at once agree on one key, and no half of one ever counts. */
const makeKey = (keys: string, secret: string): Result<void> => {
  const fresh = `${secret}.${process.pid}-${Date.now()}`;
  const written = writeNewFile({path: fresh, bytes: Buffer.from(freshKeyText()), mode: 0o600});
  if (!written.ok) {
    return written;
  }
  try {
    linkSync(fresh, secret);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') {
      throw error;
    }
  } finally {
    rmSync(fresh, {force: true});
  }
  nodeDisk.syncDirectory(keys);
  return succeed(undefined);
};

/** A program that died while it made the key leaves its first name behind. */
const dropOtherNames = (keys: string, secret: string): void => {
  const {ino, nlink} = lstatSync(secret);
  if (nlink === 1) {
    return;
  }
  for (const name of readdirSync(keys).filter(name => name.startsWith('host.key.'))) {
    const path = join(keys, name);
    if (lstatSync(path, {throwIfNoEntry: false})?.ino === ino) {
      rmSync(path, {force: true});
    }
  }
};

const readKey = (secret: string): Result<SigningKey, KeyRefusal> => {
  const {uid, mode, nlink} = lstatSync(secret);
  const bytes = readSafely(secret, keyBytesMax);
  if (!bytes.ok) {
    return unsafe(bytes.reason.message);
  }
  if (uid !== getuid?.()) {
    return unsafe(`The host's key ${secret} belongs to another user (uid ${uid}); ${anew}.`);
  }
  if ((mode & 0o077) !== 0) {
    return unsafe(
      `Other users may read or write the host's key ${secret}: if nobody did, run \`chmod 600 ${secret}\`, else ${anew}.`,
    );
  }
  if (nlink !== 1) {
    return unsafe(`The host's key ${secret} has a second name (hard link); ${anew}.`);
  }
  const key = readSigningKey(bytes.value.toString('utf8'));
  return key ? succeed(key) : unsafe(`${secret} is not a key as this program writes it; ${anew}.`);
};

const anew = 'move it and host.pub away, and a new one is made, which nobody knows yet';

/** The public half beside it is written again where it is missing; another one there would vouch for what this one signs. */
const publish = (state: string, key: SigningKey): Result<SigningKey, KeyRefusal> => {
  const {open} = placesIn(state);
  if (isMissing(open)) {
    const line = `${key.key} lifeboat@${hostname().replaceAll(/[^A-Za-z0-9._-]/g, '_')}\n`;
    const written = writeNewFile({path: open, bytes: Buffer.from(line), mode: 0o600});
    // Somebody who began at the same moment has written the same.
    if (!(written.ok || hostPublicKey(state) === key.key)) {
      return onDisk(written.reason);
    }
  }
  return hostPublicKey(state) === key.key
    ? succeed(key)
    : unsafe(`${open} is not the public half of host.key beside it; move it away, and it is written again.`);
};
