/** One copy brought back from an object store into a new directory: exactly its versions, each file held against its digest. */
import {
  chmodSync,
  closeSync,
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import {dirname, isAbsolute, join, relative} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {streamFromStore} from '../../object-store/request.ts';
import {requestsAtATime, type Store} from '../../object-store/store-place.ts';
import {findServerUser, giveTo, type ServerUser} from '../../postgres/server-user.ts';
import {fileDigest} from '../drivers/file-digest.ts';
import {unpackTar} from '../drivers/unpack-tar.ts';
import {syncDirectory} from '../in-place/record.ts';
import {contentsName, filesOf, objectKey, type StoredFile, type StoredPart} from './contents.ts';
import {eachOf} from './each-of.ts';
import {readContents} from './find-copies.ts';

export type FetchRequest = {
  readonly store: Store;
  /** Of the copy's list of files. */
  readonly version: string;
  /** What that list must be, where it is known from elsewhere than from the store. */
  readonly sha256: string | undefined;
  /** New or empty; a second try of the same copy goes on where the first one stopped. */
  readonly intoDir: string;
};

export type FetchedCopy = {
  readonly directory: string;
  readonly files: number;
  readonly bytes: number;
  /** Files that an earlier try had brought, held against their digests again. */
  readonly kept: number;
  readonly sha256: string;
};

/** Its list of files lies in the directory from the beginning on: nothing else is taken for a place to go on in. Each directory is closed to others, as PostgreSQL wants it. */
export const fetchCopy = async ({store, version, sha256, intoDir}: FetchRequest): Promise<Result<FetchedCopy>> => {
  const user = findServerUser();
  if (!user.ok) {
    return user;
  }
  const list = await readContents(store, version);
  if (!list.ok) {
    return list;
  }
  if (sha256 !== undefined && list.value.sha256 !== sha256) {
    return fail(
      `the list of files of version ${version} is not the one that was wanted: its SHA-256 is ${list.value.sha256}`,
    );
  }
  const {contents, text} = list.value;
  const files = filesOf(contents);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const fetched = {directory: intoDir, files: files.length, bytes, sha256: list.value.sha256};
  let kept = 0;
  try {
    const place = makePlace(intoDir, text);
    if (!place.ok) {
      return place;
    }
    if (place.value === 'handed over') {
      return files.every(file => isThere(intoDir, file)) && isNothingElse(intoDir, files)
        ? succeed({...fetched, kept: files.length})
        : fail(`${intoDir} has this copy, and somebody has changed it since; name a new directory`);
    }
    const directories = [...contents.directories, ...files.map(({path}) => dirname(path))];
    for (const directory of directories) {
      mkdirSync(join(intoDir, directory), {recursive: true, mode: 0o700});
    }
    const done = await eachOf(contents.parts, requestsAtATime, async part => {
      if (part.files.every(file => isThere(intoDir, file))) {
        kept += part.files.length;
        return succeed(undefined);
      }
      return fetchPart(store, part, intoDir);
    });
    if (!done.ok) {
      return done;
    }
    syncAll(intoDir, [...files.map(({path}) => path), ...directories, contentsName]);
    handOver(user.value, intoDir, [...files.map(({path}) => path), ...directories, contentsName]);
    return succeed({...fetched, kept});
  } catch (thrown) {
    return fail(`the copy cannot be laid at ${intoDir}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

const isThere = (intoDir: string, {path, sha256}: StoredFile): boolean =>
  existsSync(join(intoDir, path)) && fileDigest(join(intoDir, path)) === sha256;

/** A file more can be one that a server reads, such as a setting or a signal; a link can be one that changes by itself. */
const isNothingElse = (intoDir: string, files: readonly StoredFile[]): boolean => {
  const known = new Set([contentsName, ...files.map(({path}) => path)]);
  return readdirSync(intoDir, {recursive: true, withFileTypes: true}).every(
    entry =>
      entry.isDirectory() || (entry.isFile() && known.has(relative(intoDir, join(entry.parentPath, entry.name)))),
  );
};

/** It is said to be there when a loss of power takes nothing of it any more. */
const syncAll = (intoDir: string, paths: readonly string[]): void => {
  for (const path of new Set([...paths.map(one => join(intoDir, one)), intoDir, dirname(intoDir)])) {
    syncDirectory(path);
  }
};

/** Of this very copy, complete or not: ours until it is, the server account's from then on. */
const makePlace = (intoDir: string, text: string): Result<'ours' | 'handed over'> => {
  if (!isAbsolute(intoDir)) {
    return fail(`${intoDir} is no full path; name one that begins with /`);
  }
  mkdirSync(intoDir, {recursive: true, mode: 0o700});
  const list = join(intoDir, contentsName);
  const isOfThisCopy = existsSync(list) && readFileSync(list, 'utf8') === text;
  if (!isOfThisCopy && readdirSync(intoDir).length > 0) {
    return fail(`${intoDir} has something in it that is not of this copy; name a new directory`);
  }
  if (lstatSync(intoDir).uid !== process.getuid?.()) {
    return isOfThisCopy ? succeed('handed over') : fail(`${intoDir} belongs to another account; name a new directory`);
  }
  chmodSync(intoDir, 0o700);
  writeFileSync(list, text, {mode: 0o600});
  return succeed('ours');
};

/**
 * The directory itself last: until then nobody else gets in, and an intruder who has the server's account could otherwise lay a
 * link where root is about to write.
 */
const handOver = (user: ServerUser, intoDir: string, paths: readonly string[]): void => {
  for (const path of paths) {
    giveTo(user, join(intoDir, path));
  }
  giveTo(user, intoDir);
};

/** Unpacked only when the archive is the one that was sent, and then each file is looked at where it lies. */
const fetchPart = async (
  store: Store,
  {name, version, sha256, files}: StoredPart,
  intoDir: string,
): Promise<Result<void>> => {
  const archive = join(intoDir, `${contentsName}.${name}`);
  const file = openSync(archive, 'w', 0o600);
  try {
    const request = {method: 'GET', key: objectKey(store.prefix, name), query: {versionId: version}} as const;
    const got = await streamFromStore(store, request, piece => writeAll(file, piece));
    if (!got.ok) {
      return fail(got.reason.message);
    }
  } finally {
    closeSync(file);
  }
  if (fileDigest(archive) !== sha256) {
    return fail(`${name} is not what was copied: its digest is another one`);
  }
  for (const {path} of files) {
    rmSync(join(intoDir, path), {force: true});
  }
  const unpacker = unpackTar(intoDir, {kind: 'self', name: ''});
  for await (const piece of createReadStream(archive)) {
    unpacker.take(piece);
  }
  unpacker.end();
  rmSync(archive);
  const wrong = files.find(one => !isThere(intoDir, one));
  return wrong === undefined
    ? succeed(undefined)
    : fail(`${wrong.path} is not what was copied: its digest is another one`);
};

/** A nearly full disk takes a part of it. */
const writeAll = (file: number, piece: Buffer): void => {
  for (let at = 0; at < piece.length; ) {
    at += writeSync(file, piece, at);
  }
};
