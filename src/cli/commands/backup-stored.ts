/** `lifeboat backup send-copy`, `find-copies`, `fetch-copy`: copies of backups in an object store that keeps versions. */
import {fetchCopy} from '../../backup/stored-copies/fetch-copy.ts';
import {type FoundCopies, findCopies} from '../../backup/stored-copies/find-copies.ts';
import {sendCopy} from '../../backup/stored-copies/send-copy.ts';
import {type Result, succeed} from '../../base/result.ts';
import {openStore, type Store} from '../../object-store/store-place.ts';
import {print} from '../recovery-step.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';

export type StoreOptions = {readonly store: string; readonly credentials: string; readonly ca?: string};

/** The way into the store; whatever goes wrong there has no secret in it. */
const withStore = async (
  {store: url, credentials: credentialsFile, ca: caFile}: StoreOptions,
  work: (store: Store) => Promise<Result<object>>,
): Promise<number> => {
  const store = openStore({url, credentialsFile, caFile});
  return store.ok ? print(await work(store.value)) : printRefusal(refuse('usage', `${store.reason}.`).reason);
};

/** Sends a directory, and prints what is needed to find exactly that copy again. */
export const sendCopyCommand = (options: StoreOptions & {readonly directory: string}): Promise<number> =>
  withStore(options, store => sendCopy(store, options.directory));

/** Lists them, also those that somebody has deleted. */
export const findCopiesCommand = async (options: StoreOptions & {readonly before?: string}): Promise<number> => {
  const before = beforeOf(options.before);
  return before.ok
    ? withStore(options, async store => {
        const found = await findCopies(store, {beforeMs: before.value});
        return found.ok ? succeed({...found.value, summary: summaryOf(found.value)}) : found;
      })
    : printRefusal(before.reason);
};

/** Brings one back. */
export const fetchCopyCommand = (
  options: StoreOptions & {readonly copy: string; readonly sha256?: string; readonly into: string},
): Promise<number> =>
  withStore(options, store => fetchCopy({store, version: options.copy, sha256: options.sha256, intoDir: options.into}));

const beforeOf = (before: string | undefined): Result<number | undefined, Refusal> => {
  const ms = before === undefined ? undefined : Date.parse(before);
  return ms !== undefined && Number.isNaN(ms)
    ? refuse('usage', `--before takes a time like 2026-11-01T03:12:00Z, not "${before}".`)
    : succeed(ms);
};

const summaryOf = ({copies, newest, unreadable}: FoundCopies): string => {
  const broken = copies.filter(({missing}) => missing > 0).length;
  const rest = [
    ...(broken === 0 ? [] : [`${broken} lack objects`]),
    ...(unreadable.length === 0 ? [] : [`${unreadable.length} cannot be read`]),
  ];
  if (newest === null) {
    return ['no copy is whole', ...rest].join('; ');
  }
  const {at, files, deleted, deletedSince, lockedUntil} = newest;
  return [
    `the newest whole copy is of ${at} with ${files} files`,
    deleted === 0 ? 'nothing of it is deleted' : `${deleted} of its objects were deleted from ${deletedSince} on`,
    lockedUntil === null ? 'nothing locks its list' : `its list is locked until ${lockedUntil}`,
    ...rest,
  ].join('; ');
};
