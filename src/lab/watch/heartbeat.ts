/** Where the watch writes: a table of its own, outside the data that the oracle compares. */
import type {Stage} from '../dataset.ts';

/**
 * In the database that every cluster has. A real table and a real commit: a temporary one can be written in a session
 * that is read only, and tells nothing of a server that was set so.
 */
export const heartbeatTables = (role: string): readonly Stage[] => [
  ['create table public.lab_heartbeat (watcher text primary key, at timestamptz not null)'],
  [`grant select, insert, update on public.lab_heartbeat to ${role}`],
];

/** One beat; which server it was is known by the address, and read back with it. */
export const beat = {
  sql: `insert into public.lab_heartbeat values ($1, clock_timestamp())
        on conflict (watcher) do update set at = excluded.at returning host(inet_server_addr()) as address`,
} as const;
