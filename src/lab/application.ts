/** The application of a lab: one session that reads and writes orders all the time and remembers what was acknowledged. */
import {setTimeout as delay} from 'node:timers/promises';
import type {ConnectOptions} from '../postgres/connect.ts';
import type {Estate} from './estate.ts';
import {haveIntruder} from './intruder/intruder.ts';
import type {SiteName} from './sites/site.ts';
import type {Writes} from './truth.ts';
import {openReadNotes} from './workload/failed-reads.ts';
import {placesOf} from './workload/places.ts';
import {type Desk, readOnce, writeOnce} from './workload/turn.ts';
import {openWritable, type WritableSession} from './workload/writable-session.ts';
import {openWriteNotes} from './workload/write-notes.ts';

export type Application = {
  readonly writes: () => Writes;
  readonly counts: () => {
    readonly acknowledged: number;
    /** Attempts that the server did not accept: no login, no connection, an error. */
    readonly refused: number;
    readonly lastRefusal: string | null;
    /** Reads that failed, or that did not find what was there. */
    readonly failedReads: number;
    readonly lastFailedRead: string | null;
    /** The server that it works with; null while it has none. */
    readonly server: SiteName | null;
  };
  /** Why it has stopped by itself: what it was told could not be written down, so nobody can judge by it. */
  readonly trouble: () => string | null;
  /** Ends after the write under way. */
  readonly stop: () => Promise<void>;
  /** When it has ended, by itself or because it was stopped. */
  readonly ended: Promise<void>;
};

export type Manner = {
  /** Between two writes, each with a read before it. */
  readonly pauseMs: number;
  /** Whether what it was told is also kept in memory; one that goes on for days must not grow. */
  readonly isShort: boolean;
};

/** Fifty orders a second, for as long as a drill takes. */
const inDrills: Manner = {pauseMs: 20, isShort: true};
const retryAfterMs = 100;
/** Writes that were sent before a kill and never acknowledged have used their numbers; they are left out. */
const turnsLostMax = 1_000;

/**
 * Starts reading and writing. It never gives up: when its login is taken away, or its server dies, it keeps asking all of its
 * hosts, as real applications do.
 */
export const startApplication = (estate: Estate, {pauseMs, isShort} = inDrills): Application => {
  const stopping = new AbortController();
  const {signal} = stopping;
  const writes = openWriteNotes(estate.directory, {isShort, stop: () => stopping.abort()});
  const reads = openReadNotes(estate.directory);
  const isTakenOver = writes.acknowledged() > 0;
  const counts = {refused: 0, lastRefusal: null as string | null, server: null as SiteName | null};

  const refuse = (why: string): void => {
    counts.refused += 1;
    counts.lastRefusal = why;
  };

  const desk: Desk = {estate, writes, reads, refuse};

  /** Works in one session until a write fails; gives the next turn. */
  const work = async (session: WritableSession, first: number): Promise<number> => {
    counts.server = session.server;
    let turn = first;
    for (let isFine = true; isFine && !signal.aborted; ) {
      await readOnce(desk, session, turn);
      isFine = !signal.aborted && (await writeOnce(desk, session, turn));
      turn += isFine ? 1 : 0;
      await pause(isFine ? pauseMs : retryAfterMs, signal);
    }
    counts.server = null;
    await session.connection.close();
    return turn;
  };

  const live = async (): Promise<void> => {
    if (isTakenOver) {
      // One write may have been under way when the former program died.
      writes.noAnswer();
    }
    for (let turn = isTakenOver ? writes.acknowledged() + turnsLostMax : 1; !signal.aborted; ) {
      const places = await placesOf(estate);
      const session = places.ok ? await openWritable(places.value, patience(estate)) : places;
      if (session.ok) {
        turn = await work(session.value, turn);
      } else {
        refuse(session.reason);
        await pause(retryAfterMs, signal);
      }
    }
  };

  const ended = Promise.all([live(), haveIntruder(estate, signal)]).then(() => undefined);
  return {
    writes: writes.writes,
    counts: () => ({
      acknowledged: writes.acknowledged(),
      ...counts,
      failedReads: reads.count(),
      lastFailedRead: reads.last(),
    }),
    trouble: writes.trouble,
    ended,
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
};

/**
 * A server that hangs must not keep the application from the next one. By socket every answer comes, or an error; on a network
 * that is cut nothing comes, so the client itself stops waiting.
 */
const patience = ({network}: Estate): ConnectOptions =>
  network === null
    ? {connectTimeoutMs: 2_000, statementTimeoutMs: 30_000}
    : {connectTimeoutMs: 1_000, statementTimeoutMs: 30_000, answerTimeoutMs: 2_000, from: network.clients.application};

const pause = (ms: number, signal: AbortSignal): Promise<unknown> =>
  delay(ms, undefined, {signal, ref: false}).catch(() => undefined);
