/** What an intruder does to an object store with the keys of the repository: deletes all that it can, version by version. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Credentials} from '../../object-store/credentials.ts';
import {parseCredentials} from '../../object-store/credentials.ts';
import {askStore} from '../../object-store/request.ts';
import {type Store, storeWith} from '../../object-store/store-place.ts';
import {listVersions} from '../../object-store/versions.ts';
import type {Connection} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import type {ObjectStore} from '../object-store/object-store.ts';

export type Emptied = {
  /** Objects that a listing shows no more. */
  readonly marked: number;
  /** Versions that are gone, and those that the store did not give up. */
  readonly deleted: number;
  readonly refused: number;
};

/** With the keys as the server's own account reads them, because its job sends backups. */
export const robStore = async (connection: Connection, objectStore: ObjectStore): Promise<Result<Emptied>> => {
  const credentials = await stealKeys(connection, objectStore.place.credentialsFile);
  const store = credentials.ok ? storeWith(objectStore.place, credentials.value) : credentials;
  if (!store.ok) {
    return fail(`the intruder does not get into the object store: ${store.reason}`);
  }
  const emptied = await emptyStore(store.value);
  store.value.agent.destroy();
  return emptied;
};

const stealKeys = async (connection: Connection, file: string): Promise<Result<Credentials>> => {
  const read = await rowsOf(connection, 'select pg_read_file($1) as text', [file]);
  return read.ok ? parseCredentials(String(read.value[0]?.text)) : fail(read.reason.message);
};

/** HTTP: the store understood, and does not do it. */
const forbidden = 403;

/** First as anybody deletes, then for good, with the right of an administrator to pass over a retention where there is one. */
const emptyStore = async (store: Store): Promise<Result<Emptied>> => {
  const listed = await listVersions(store, '');
  if (!listed.ok) {
    return fail(listed.reason.message);
  }
  const objects = listed.value.filter(({isMark}) => !isMark);
  const keys = new Set(objects.map(({key}) => key));
  for (const key of keys) {
    const marked = await askStore(store, {method: 'DELETE', key});
    if (!marked.ok) {
      return fail(marked.reason.message);
    }
  }
  let refused = 0;
  for (const {key, version} of objects) {
    const gone = await deleteForGood(store, key, version);
    if (!gone.ok) {
      return gone;
    }
    refused += gone.value === 'refused' ? 1 : 0;
  }
  return succeed({marked: keys.size, deleted: objects.length - refused, refused});
};

/** Fails where the store neither did it nor refused it: then nobody knows. */
export const deleteForGood = async (
  store: Store,
  key: string,
  version: string,
): Promise<Result<'gone' | 'refused'>> => {
  const gone = await askStore(store, {
    method: 'DELETE',
    key,
    query: {versionId: version},
    headers: {'x-amz-bypass-governance-retention': 'true'},
  });
  if (gone.ok) {
    return succeed('gone');
  }
  return gone.reason.status === forbidden ? succeed('refused') : fail(gone.reason.message);
};
