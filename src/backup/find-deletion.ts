/** Which transactions deleted rows, when, and where exactly those rows lay: read from WAL, on the server or in the archive. */
import {fail, type Result, succeed} from '../base/result.ts';
import {type ArchiveFindings, searchArchive} from './archive-search.ts';
import {archiveWal} from './archive-wal.ts';
import type {DeletedRows, DeletedRowsRequest, Deletion, FindRequest, Found} from './deletion.ts';
import {proveTables} from './known-tables.ts';
import {listDeletedRows, listDeletions} from './server-search.ts';

/** Lists them, oldest first. Reads only, except for the extension when asked to. */
export const findDeletion = async (request: FindRequest): Promise<Result<Found>> => {
  const cannot = cannotWords(request);
  const known = await proveTables(request.live, request.tables ?? []);
  if (!known.ok) {
    return fail(`${cannot}: ${known.reason}`);
  }
  const onServer = await listDeletions(request);
  const isEnough = onServer.ok && onServer.value.complete && onServer.value.deletions.every(({whole}) => whole);
  if (request.archiveDir === undefined || isEnough) {
    return onServer.ok ? onServer : fail(`${cannot}: ${onServer.reason}`);
  }
  return addArchived(onServer, {...request, archiveDir: request.archiveDir});
};

const changeWords = ({change}: FindRequest): string => (change === 'update' ? 'update' : 'deletion');

const cannotWords = (request: FindRequest): string => `the ${changeWords(request)} cannot be looked for`;

/** Asks the archive too. */
const addArchived = async (
  onServer: Result<Found>,
  request: FindRequest & {readonly archiveDir: string},
): Promise<Result<Found>> => {
  // What the server's own functions cannot be asked for is in no archive before its segment is full.
  const switched = onServer.ok || !request.switchWal ? null : await archiveWal({live: request.live});
  const inArchive = await searchArchive(request);
  if (!inArchive.ok) {
    return onServer.ok ? onServer : fail(`${cannotWords(request)}: ${onServer.reason}; and ${inArchive.reason}`);
  }
  const isAll = inArchive.value.complete && (onServer.ok || switched?.ok === true);
  const merged = mergeFound(onServer.ok ? onServer.value : null, {...inArchive.value, complete: isAll}, request);
  // Nothing in the archive is no answer when the server could not be asked at all.
  return merged.deletions.length === 0 && !onServer.ok
    ? fail(`no ${changeWords(request)} was found in the archive, and the server cannot be asked: ${onServer.reason}`)
    : succeed(merged);
};

/** The archive knows of older ones, the server of newer ones; of the same transaction the account that is whole counts. */
const mergeFound = (onServer: Found | null, inArchive: ArchiveFindings, {from, to}: FindRequest): Found => {
  const toMs = to === undefined ? Number.POSITIVE_INFINITY : new Date(to).getTime();
  const archived = inArchive.findings
    .filter(({committedAt}) => new Date(committedAt) >= new Date(from) && new Date(committedAt).getTime() <= toMs)
    .map(({deleted, ...deletion}): Deletion => deletion);
  const known = new Map((onServer?.deletions ?? []).map(deletion => [deletion.xid, deletion]));
  for (const deletion of archived) {
    if (known.get(deletion.xid)?.whole !== true) {
      known.set(deletion.xid, deletion);
    }
  }
  const deletions = [...known.values()].sort((a, b) => (a.committedAt < b.committedAt ? -1 : 1));
  return {deletions, complete: inArchive.complete, searched: onServer === null ? ['archive'] : ['server', 'archive']};
};

/** Reads them again, by the positions that `findDeletion` gave. */
export const deletedRows = async (request: DeletedRowsRequest): Promise<Result<DeletedRows>> => {
  const known = await proveTables(request.live, [...(request.tables ?? []), ...(request.except ?? [])]);
  if (!known.ok) {
    return fail(`the deleted rows cannot be listed: ${known.reason}`);
  }
  const found = await listDeletedRows(request);
  if (found.ok || request.archiveDir === undefined) {
    return found.ok ? found : fail(`the deleted rows cannot be listed: ${found.reason}`);
  }

  const from = request.committedAt ?? new Date(0).toISOString();
  const archived = await searchArchive({...request, archiveDir: request.archiveDir, from});
  if (!archived.ok) {
    return fail(`the deleted rows cannot be listed: ${found.reason}; and ${archived.reason}`);
  }
  const deletion = archived.value.findings.find(
    ({xid, commitLsn}) => xid === request.xid && commitLsn === request.commitLsn,
  );
  return deletion === undefined
    ? fail(`the WAL archive has no deletion by transaction ${request.xid} that committed at ${request.commitLsn}`)
    : succeed(deletion.deleted);
};
