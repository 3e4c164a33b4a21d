/** The application of a lab: one session that writes orders all the time and remembers what was acknowledged. */
import {setTimeout as delay} from 'node:timers/promises';
import {type Connection, connect} from '../postgres/connect.ts';
import {rowsOf} from '../postgres/query.ts';
import type {Estate} from './estate.ts';
import {type AcknowledgedWrite, keepAcknowledged, keepUnanswered, readWrites, type Writes} from './truth.ts';

export type Application = {
  readonly writes: () => Writes;
  readonly counts: () => {
    readonly acknowledged: number;
    /** Attempts that the server did not accept: no login, no connection, an error. */
    readonly refused: number;
    readonly lastRefusal: string | null;
  };
  /** Why it has stopped by itself: what it was told could not be written down, so nobody can judge by it. */
  readonly trouble: () => string | null;
  /** Ends after the write under way. */
  readonly stop: () => Promise<void>;
};

/** Fifty orders a second. */
const pauseMs = 20;
const retryAfterMs = 100;
/** Writes that were sent before a kill and never acknowledged have used their numbers; they are left out. */
const turnsLostMax = 1_000;

/**
 * Starts writing. It lives in this process on purpose: whatever kills the drill ends its application too. It never
 * gives up: when its login is taken away it keeps asking, as real applications do.
 */
export const startApplication = (estate: Estate): Application => {
  const stopping = new AbortController();
  const notes = openNotes(estate.directory, () => stopping.abort());
  const isTakenOver = notes.writes().acknowledged.length > 0;
  const counts = {refused: 0, lastRefusal: null as string | null};

  const refuse = (reason: {readonly message: string}): void => {
    counts.refused += 1;
    counts.lastRefusal = reason.message;
  };

  const write = async (connection: Connection, turn: number): Promise<boolean> => {
    const {sql, values} = estate.dataset.write;
    const rows = await rowsOf(connection, sql, values(turn, estate.scale));
    if (!rows.ok) {
      if (rows.reason.uncertain) {
        notes.noAnswer();
      }
      refuse(rows.reason);
      return false;
    }
    return notes.told({atMs: Date.now(), keys: toKeys(rows.value[0] ?? {})});
  };

  const live = async (): Promise<void> => {
    if (isTakenOver) {
      // One write may have been under way when the former program died.
      notes.noAnswer();
    }
    for (let turn = isTakenOver ? notes.writes().acknowledged.length + turnsLostMax : 1; !stopping.signal.aborted; ) {
      const connection = await connect(estate.application, {
        connectTimeoutMs: 2_000,
        statementTimeoutMs: 30_000,
        applicationName: 'ticketing',
      });
      if (!connection.ok) {
        refuse(connection.reason);
        await pause(retryAfterMs, stopping.signal);
        continue;
      }
      while (!stopping.signal.aborted && (await write(connection.value, turn))) {
        turn += 1;
        await pause(pauseMs, stopping.signal);
      }
      await connection.value.close();
    }
  };

  const ended = live();
  return {
    writes: notes.writes,
    counts: () => ({acknowledged: notes.writes().acknowledged.length, ...counts}),
    trouble: notes.trouble,
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
};

/** What was told, in memory and on the disk. Where the disk fails, nothing more may be written into the database either. */
const openNotes = (directory: string, stop: () => void) => {
  // What a killed drill's application was told is in the file: it still has to survive.
  const known = readWrites(directory);
  const acknowledged: AcknowledgedWrite[] = [...known.acknowledged];
  let {unanswered} = known;
  let trouble: string | null = null;
  const keep = (write: () => void): boolean => {
    try {
      write();
      return true;
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      trouble = `what the application of the lab was told cannot be written down: ${why}`;
      stop();
      return false;
    }
  };
  return {
    writes: (): Writes => ({acknowledged, unanswered}),
    trouble: () => trouble,
    told: (write: AcknowledgedWrite): boolean => {
      acknowledged.push(write);
      return keep(() => keepAcknowledged(directory, write));
    },
    noAnswer: (): void => {
      unanswered += 1;
      keep(() => keepUnanswered(directory));
    },
  };
};

const pause = (ms: number, signal: AbortSignal): Promise<unknown> =>
  delay(ms, undefined, {signal, ref: false}).catch(() => undefined);

const toKeys = (row: Readonly<Record<string, unknown>>): AcknowledgedWrite['keys'] =>
  Object.fromEntries(Object.entries(row).map(([table, keys]) => [table, Array.isArray(keys) ? keys.map(Number) : []]));
