/** How a server is configured by its files, as it reads them itself: settings, rules of access, names of users. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {rowsOf} from '../postgres/query.ts';

/** One line each, comparable as text. A type and no interface: it stands in the detail of a damage. */
export type Configuration = {
  /** Of postgresql.conf, in the order of their names. */
  readonly settings: readonly string[];
  /** Of pg_hba.conf, in their order, which counts. */
  readonly rules: readonly string[];
  /** Of pg_ident.conf. */
  readonly maps: readonly string[];
};

/** As the files are now, whether the server has read them or not. */
export const readConfiguration = async (connection: Connection): Promise<Result<Configuration>> => {
  const settings = await linesOf(connection, settingsSql);
  const rules = settings.ok ? await linesOf(connection, rulesSql) : settings;
  // The view of the maps is there from version 15 on.
  const maps = rules.ok && connection.serverVersion >= 150_000 ? await linesOf(connection, mapsSql) : succeed([]);
  if (!settings.ok || !rules.ok || !maps.ok) {
    return fail(settings.ok ? (rules.ok ? (maps.ok ? '' : maps.reason) : rules.reason) : settings.reason);
  }
  return succeed({settings: settings.value, rules: rules.value, maps: maps.value});
};

/** What is different now, in words; nothing where all of it is as it was. */
export const compareConfiguration = (before: Configuration, now: Configuration): readonly string[] => [
  ...before.settings.filter(line => !now.settings.includes(line)).map(line => `postgresql.conf no longer has: ${line}`),
  ...now.settings.filter(line => !before.settings.includes(line)).map(line => `postgresql.conf had not: ${line}`),
  ...(before.rules.join('\n') === now.rules.join('\n')
    ? []
    : [`pg_hba.conf had ${before.rules.length} rules and has ${now.rules.length}, and they are not the same`]),
  ...(before.maps.join('\n') === now.maps.join('\n') ? [] : ['pg_ident.conf has other maps']),
];

const linesOf = async (connection: Connection, sql: string): Promise<Result<readonly string[]>> => {
  const rows = await rowsOf(connection, sql);
  return rows.ok ? succeed(rows.value.map(({line}) => String(line))) : fail(rows.reason.message);
};

// The last of a file counts. postgresql.auto.conf is not the administrator's own, and stays with the data.
const settingsSql = `
  select distinct on (name) name || ' = ' || coalesce(setting, '') as line
    from pg_file_settings where sourcefile !~ 'postgresql\\.auto\\.conf$' order by name, seqno desc`;

const rulesSql = `
  select concat_ws(' ', type, array_to_string(database, ','), array_to_string(user_name, ','), address, netmask, auth_method,
                   array_to_string(options, ','), error) as line
    from pg_hba_file_rules order by line_number`;

const mapsSql = `
  select concat_ws(' ', map_name, sys_name, pg_username, error) as line from pg_ident_file_mappings order by line_number`;
