/** The copies that an object store has of a directory, also those that somebody has deleted: their versions are still there. */

import {createHash} from 'node:crypto';
import {fail, type Result, succeed} from '../../base/result.ts';
import {lockedUntilOf} from '../../object-store/object-lock.ts';
import {askStore} from '../../object-store/request.ts';
import type {Store} from '../../object-store/store-place.ts';
import {listVersions, type ObjectVersion} from '../../object-store/versions.ts';
import {type Contents, contentsName, filesOf, objectKey, parseContents} from './contents.ts';

export type FoundCopy = {
  /** Of its list of files. */
  readonly version: string;
  readonly sha256: string;
  /** When it was whole, by the store's clock, RFC 3339. */
  readonly at: string;
  readonly files: number;
  readonly bytes: number;
  /** Objects of it whose versions the store has no more; nothing can be made of such a copy. */
  readonly missing: number;
  /** How many of its objects are deleted for whoever does not ask for versions. */
  readonly deleted: number;
  /** When the first of those marks was set; null where none is. */
  readonly deletedSince: string | null;
  /** Until when nobody can delete its list of files; null where it can be deleted now. */
  readonly lockedUntil: string | null;
};

export type FoundCopies = {
  /** Newest first. */
  readonly copies: readonly FoundCopy[];
  /** The newest that lacks nothing. */
  readonly newest: FoundCopy | null;
  /** Why versions that bear the name of a list of files are none, as somebody may write who has the keys. */
  readonly unreadable: readonly string[];
};

/** `beforeMs`: those that were whole before that moment, by the store's clock. */
export const findCopies = async (
  store: Store,
  {beforeMs = Number.POSITIVE_INFINITY}: {readonly beforeMs?: number | undefined} = {},
): Promise<Result<FoundCopies>> => {
  const listed = await listVersions(store, store.prefix === '' ? '' : `${store.prefix}/`);
  if (!listed.ok) {
    return fail(listed.reason.message);
  }
  const versions = listed.value;
  const there = new Set(versions.filter(({isMark}) => !isMark).map(({key, version}) => `${version} ${key}`));
  const newest = new Map<string, ObjectVersion>();
  for (const one of versions) {
    newest.set(one.key, newest.get(one.key) ?? one);
  }
  const listKey = objectKey(store.prefix, contentsName);
  const lists = versions.filter(({key, isMark, atMs}) => key === listKey && !isMark && atMs < beforeMs);
  const copies: FoundCopy[] = [];
  const unreadable: string[] = [];
  for (const {version, atMs} of lists) {
    const read = await readContents(store, version);
    if (!read.ok) {
      unreadable.push(read.reason);
      continue;
    }
    const {contents, sha256, lockedUntil} = read.value;
    const parts = contents.parts.map(part => ({...part, key: objectKey(store.prefix, part.name)}));
    const marks = parts.flatMap(({key}) => {
      const last = newest.get(key);
      return last?.isMark === true ? [last.atMs] : [];
    });
    const files = filesOf(contents);
    copies.push({
      version,
      sha256,
      at: new Date(atMs).toISOString(),
      files: files.length,
      bytes: files.reduce((sum, {bytes}) => sum + bytes, 0),
      missing: parts.filter(part => !there.has(`${part.version} ${part.key}`)).length,
      deleted: marks.length,
      deletedSince: marks.length === 0 ? null : new Date(Math.min(...marks)).toISOString(),
      lockedUntil,
    });
  }
  const sorted = copies.toSorted((one, other) => (one.at < other.at ? 1 : -1));
  return succeed({copies: sorted, newest: sorted.find(({missing}) => missing === 0) ?? null, unreadable});
};

export type ReadContents = {
  readonly contents: Contents;
  readonly text: string;
  readonly sha256: string;
  readonly lockedUntil: string | null;
};

/** The list of one copy, by its version. */
export const readContents = async (store: Store, version: string): Promise<Result<ReadContents>> => {
  const key = objectKey(store.prefix, contentsName);
  const answer = await askStore(store, {method: 'GET', key, query: {versionId: version}});
  if (!answer.ok) {
    return fail(answer.reason.message);
  }
  const {text, headers} = answer.value;
  const contents = parseContents(text);
  return contents.ok
    ? succeed({
        contents: contents.value,
        text,
        sha256: createHash('sha256').update(text).digest('hex'),
        lockedUntil: lockedUntilOf(headers),
      })
    : fail(`version ${version} of ${key}: ${contents.reason}`);
};
