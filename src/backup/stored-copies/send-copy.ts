/** A directory copied into an object store: each object read back and compared, the list of all files last. */

import {createHash} from 'node:crypto';
import {Readable} from 'node:stream';
import {fail, type Result, succeed} from '../../base/result.ts';
import {allLockedUntil, lockedUntilOf} from '../../object-store/object-lock.ts';
import {type StoreBody, streamFromStore, textBody} from '../../object-store/request.ts';
import {requestsAtATime, type Store} from '../../object-store/store-place.ts';
import {
  type Contents,
  contentsName,
  contentsText,
  filesOf,
  objectKey,
  partName,
  type StoredFile,
  type StoredPart,
} from './contents.ts';
import {eachOf} from './each-of.ts';
import {planCopy} from './plan-copy.ts';
import {type PlannedFile, tarBytes, tarPieces} from './tar-part.ts';

export type SentCopy = {
  readonly files: number;
  readonly bytes: number;
  /** Of the list of files: with both of them exactly this copy is found again, and nothing else passes for it. */
  readonly version: string;
  readonly sha256: string;
  /** Until when nobody can delete any object of it, as the store says; null where one can be deleted now. */
  readonly lockedUntil: string | null;
};

/**
 * Copies all of it anew. A bucket that keeps no versions is refused at the first object: whoever has its keys could empty it.
 * What changes while it is read fails, and then there is no list and so no copy.
 */
export const sendCopy = async (store: Store, directory: string): Promise<Result<SentCopy>> => {
  const planned = planCopy(directory);
  if (!planned.ok) {
    return planned;
  }
  const {directories} = planned.value;
  const parts: StoredPart[] = [];
  const locks: (string | null)[] = [];
  const sent = await eachOf([...planned.value.parts.entries()], requestsAtATime, async ([index, files]) => {
    const part = await sendPart(store, {directory, name: partName(index), files});
    if (part.ok) {
      parts.push(part.value.part);
      locks.push(part.value.lockedUntil);
    }
    return part;
  });
  if (!sent.ok) {
    return sent;
  }
  const contents: Contents = {
    format: 1,
    directories,
    parts: parts.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  };
  const body = textBody(contentsText(contents));
  const list = await putAndReadBack(store, contentsName, body);
  const files = filesOf(contents);
  return list.ok
    ? succeed({
        files: files.length,
        bytes: files.reduce((sum, {bytes}) => sum + bytes, 0),
        sha256: body.sha256,
        version: list.value.version,
        lockedUntil: allLockedUntil([...locks, list.value.lockedUntil]),
      })
    : list;
};

type PartPlan = {readonly directory: string; readonly name: string; readonly files: readonly PlannedFile[]};

/** Read twice: the digest is a part of the request, and what is not what it says is taken by no store. */
const sendPart = async (
  store: Store,
  {directory, name, files}: PartPlan,
): Promise<Result<{readonly part: StoredPart; readonly lockedUntil: string | null}>> => {
  const hash = createHash('sha256');
  const known: StoredFile[] = [];
  for await (const piece of tarPieces(directory, files, file => void known.push(file))) {
    hash.update(piece);
  }
  const [bytes, sha256] = [tarBytes(files), hash.digest('hex')];
  const put = await putAndReadBack(store, name, {
    bytes,
    sha256,
    read: () => Readable.from(tarPieces(directory, files), {objectMode: false}),
  });
  return put.ok
    ? succeed({
        part: {name, bytes, sha256, version: put.value.version, files: known},
        lockedUntil: put.value.lockedUntil,
      })
    : put;
};

type Put = Pick<SentCopy, 'version' | 'lockedUntil'>;

/** A store that says that it has something may have something else. */
const putAndReadBack = async (store: Store, name: string, body: StoreBody): Promise<Result<Put>> => {
  const key = objectKey(store.prefix, name);
  const put = await streamFromStore(store, {method: 'PUT', key, body}, () => undefined);
  if (!put.ok) {
    return fail(put.reason.message);
  }
  const version = put.value.headers['x-amz-version-id'];
  if (typeof version !== 'string' || version === 'null') {
    return fail(
      `the bucket ${store.bucket} keeps no versions, so whoever has its keys could delete all copies; turn versioning on, best with object lock`,
    );
  }
  const hash = createHash('sha256');
  const back = await streamFromStore(store, {method: 'GET', key, query: {versionId: version}}, piece => {
    hash.update(piece);
  });
  if (!back.ok) {
    return fail(back.reason.message);
  }
  return hash.digest('hex') === body.sha256
    ? succeed({version, lockedUntil: lockedUntilOf(back.value.headers)})
    : fail(`the store gives something else back than it was given for ${key}; it must not be used`);
};
