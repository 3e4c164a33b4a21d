/** One turn of the application: it reads an order as its page shows it, and writes one as its till does. */
import {rowsOf} from '../../postgres/query.ts';
import type {Estate} from '../estate.ts';
import {comeBack} from '../network/comes-back.ts';
import type {AcknowledgedWrite} from '../truth.ts';
import type {ReadNotes} from './failed-reads.ts';
import type {WritableSession} from './writable-session.ts';
import type {WriteNotes} from './write-notes.ts';

export type Desk = {
  readonly estate: Pick<Estate, 'dataset' | 'scale' | 'directory' | 'network'>;
  readonly writes: WriteNotes;
  readonly reads: ReadNotes;
  readonly refuse: (why: string) => void;
};

/** Reads, and notes what could not be read. */
export const readOnce = async ({estate, reads}: Desk, {connection}: WritableSession, turn: number): Promise<void> => {
  const {sql, values} = estate.dataset.read;
  const rows = await rowsOf(connection, sql, values(turn, estate.scale));
  if (rows.ok && rows.value.length > 0) {
    return;
  }
  try {
    reads.failed(rows.ok ? 'what was there is not found' : rows.reason.message, Date.now());
  } catch {
    // A disk that is full ends the application by the next write that it is told of, and says so there.
  }
};

/** Writes, and notes what was acknowledged; false where the session is of no more use. */
export const writeOnce = async (desk: Desk, session: WritableSession, turn: number): Promise<boolean> => {
  const {estate, writes, refuse} = desk;
  const {sql, values} = estate.dataset.write;
  const written = await session.write(sql, values(turn, estate.scale));
  if (written.ok) {
    const {row, server} = written.value;
    // Where no watch tries each server, as in a lab that stands by itself, this is the client that brings a cut site back.
    await comeBack(estate, server);
    return writes.told({atMs: Date.now(), server, keys: toKeys(row)});
  }
  if (written.reason.uncertain) {
    writes.noAnswer();
  }
  refuse(written.reason.message);
  return false;
};

const toKeys = (row: Readonly<Record<string, unknown>>): AcknowledgedWrite['keys'] =>
  Object.fromEntries(Object.entries(row).map(([table, keys]) => [table, Array.isArray(keys) ? keys.map(Number) : []]));
