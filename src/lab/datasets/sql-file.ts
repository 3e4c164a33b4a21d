/** `sql`: whatever a file of SQL makes; the application keeps to a table of its own, because nobody knows what the others mean. */
import type {Dataset} from '../dataset.ts';

/** The one that a file fills; without it the same, as a lab that stands is found again. */
export const sqlFile = (file?: string): Dataset => ({
  name: 'sql',
  database: 'lab',
  // A name that no schema of a user's is likely to have.
  applicationRole: 'lifeboat_app',
  ...(file !== undefined && {file}),
  load: () => [[heartbeat], ['analyze']],
  write: {
    sql: `
      with h as (insert into public.lifeboat_heartbeat (turn) values ($1::bigint) returning id)
      select json_agg(id) as lifeboat_heartbeat from h`,
    values: turn => [turn],
  },
  read: {
    sql: 'select count(*) as turns, max(at) as last from public.lifeboat_heartbeat where $1::bigint > 0',
    values: turn => [turn],
  },
  writtenRows: {lifeboat_heartbeat: 'true'},
});

const heartbeat = `
  create table public.lifeboat_heartbeat (
    id bigint primary key generated always as identity, turn bigint not null, at timestamptz not null default now());
  grant usage on schema public to lifeboat_app;
  grant select, insert on public.lifeboat_heartbeat to lifeboat_app;`;
