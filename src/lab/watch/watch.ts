/** A client that tries every server for a write all the time, so that two that take writes at once are seen by somebody. */
import {setTimeout as delay} from 'node:timers/promises';
import {type Connection, connect} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import {withPassword} from '../accounts/accounts.ts';
import type {Estate} from '../estate.ts';
import {comeBack} from '../network/comes-back.ts';
import {maintenanceConnection} from '../sites/current.ts';
import type {SiteName} from '../sites/site.ts';
import {beat} from './heartbeat.ts';
import {type Beat, keepBeat, readBeats} from './watch-notes.ts';

export type Watch = {
  /** Every write that was acknowledged, also what a killed drill's watch noted. */
  readonly beats: () => readonly Beat[];
  /** Why it has stopped by itself: what it saw could not be written down. */
  readonly trouble: () => string | null;
  readonly stop: () => Promise<void>;
};

const everyMs = 50;
/** Long enough for a busy host, short enough to come back soon to a server that is back. */
const patienceMs = 1_000;

/** As the application's role and over the wires, as clients do: what only the console can write is not writable to them. */
export const startWatch = (estate: Pick<Estate, 'directory' | 'sites' | 'network' | 'accounts'>): Watch => {
  const stopping = new AbortController();
  const {signal} = stopping;
  let trouble: string | null = null;

  const note = (one: Beat): void => {
    try {
      keepBeat(estate.directory, one);
    } catch (thrown) {
      trouble = `what the watch of the lab saw cannot be written down: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
      stopping.abort();
    }
  };
  const watchOne = async (server: SiteName, uri: string): Promise<void> => {
    let session: Connection | null = null;
    while (!signal.aborted) {
      session ??= await open(withPassword(uri, estate.accounts), estate.network?.clients.watch);
      const sentMs = Date.now();
      const rows = session === null ? null : await rowsOf(session, beat.sql, [server]);
      if (rows?.ok) {
        note({server, sentMs, atMs: Date.now()});
        await comeBack(estate, server);
      } else if (session !== null) {
        // Not waited for: a server that is cut off never says goodbye.
        void session.close();
        session = null;
      }
      await delay(everyMs, undefined, {signal, ref: false}).catch(() => undefined);
    }
    await session?.close();
  };

  const ended = Promise.all(
    estate.sites.flatMap(({name, tcp}) =>
      tcp === null ? [] : [watchOne(name, maintenanceConnection({connection: tcp.application}))],
    ),
  );
  return {
    beats: () => readBeats(estate.directory),
    trouble: () => trouble,
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
};

const open = async (uri: string, from: string | undefined): Promise<Connection | null> => {
  const opened = await connect(uri, {
    connectTimeoutMs: patienceMs,
    statementTimeoutMs: patienceMs,
    answerTimeoutMs: patienceMs,
    applicationName: 'lab-watch',
    ...(from !== undefined && {from}),
  });
  return opened.ok ? opened.value : null;
};
