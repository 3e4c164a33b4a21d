/** One copy brought back from an object store into a new directory: exactly its versions, each file held against its digest. */
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import {dirname, isAbsolute, join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {streamFromStore} from '../../object-store/request.ts';
import {requestsAtATime, type Store} from '../../object-store/store-place.ts';
import {findServerUser, giveTo, type ServerUser} from '../../postgres/server-user.ts';
import {fileDigest} from '../drivers/file-digest.ts';
import {unpackTar} from '../drivers/unpack-tar.ts';
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

/** Its list of files lies in the directory from the beginning on: nothing else is taken for a place to go on in. */
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
  let kept = 0;
  try {
    const place = makePlace(intoDir, text, user.value);
    if (!place.ok) {
      return place;
    }
    for (const directory of [...contents.directories, ...files.map(({path}) => dirname(path))]) {
      makeDirectories(intoDir, directory, user.value);
    }
    const done = await eachOf(contents.parts, requestsAtATime, async part => {
      if (part.files.every(file => isThere(intoDir, file))) {
        kept += part.files.length;
        return succeed(undefined);
      }
      return fetchPart(store, part, {intoDir, user: user.value});
    });
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return done.ok ? succeed({directory: intoDir, files: files.length, bytes, kept, sha256: list.value.sha256}) : done;
  } catch (thrown) {
    return fail(`the copy cannot be laid at ${intoDir}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

const isThere = (intoDir: string, {path, sha256}: StoredFile): boolean =>
  existsSync(join(intoDir, path)) && fileDigest(join(intoDir, path)) === sha256;

const makePlace = (intoDir: string, text: string, user: ServerUser): Result<void> => {
  if (!isAbsolute(intoDir)) {
    return fail(`${intoDir} is no full path; name one that begins with /`);
  }
  mkdirSync(intoDir, {recursive: true, mode: 0o700});
  const list = join(intoDir, contentsName);
  const isOurs = existsSync(list) && readFileSync(list, 'utf8') === text;
  if (!isOurs && readdirSync(intoDir).length > 0) {
    return fail(`${intoDir} has something in it that is not of this copy; name a new directory`);
  }
  writeFileSync(list, text, {mode: 0o600});
  giveTo(user, list);
  giveTo(user, intoDir);
  return succeed(undefined);
};

/** Each on the way is closed to others: PostgreSQL starts in no other directory. */
const makeDirectories = (intoDir: string, path: string, user: ServerUser): void => {
  if (path === '.' || existsSync(join(intoDir, path))) {
    return;
  }
  makeDirectories(intoDir, dirname(path), user);
  mkdirSync(join(intoDir, path), {mode: 0o700});
  giveTo(user, join(intoDir, path));
};

type Place = {readonly intoDir: string; readonly user: ServerUser};

/** Unpacked only when the archive is the one that was sent, and then each file is looked at where it lies. */
const fetchPart = async (
  store: Store,
  {name, version, sha256, files}: StoredPart,
  {intoDir, user}: Place,
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
  const unpacker = unpackTar(intoDir, user);
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
