/** What a session begins with on a server that an intruder may have prepared, so that nothing of theirs runs as us when we log in. */
import type {DatabaseFailure} from './failure.ts';
import type {ConnectionTarget} from './uri.ts';

/**
 * What comes with the connection stands above the settings of a role and of a database (PostgreSQL manual, 20.1), and counts
 * before libraries are loaded and before login triggers fire. Each of these would else be somebody's to set by ALTER ROLE or
 * ALTER DATABASE.
 */
const settings: readonly (readonly [name: string, value: string])[] = [
  // PostgreSQL 17 and newer: else a login trigger acts as soon as we are in. First, because it is what older ones miss first.
  ['event_triggers', 'off'],
  // PostgreSQL 18 and newer: where CREATE EXTENSION looks.
  ['extension_control_path', '$system'],
  // A schema put before pg_catalog has functions that we would call for the server's.
  ['search_path', 'pg_catalog'],
  ['role', 'none'],
  // Libraries that a session loads by itself, and where it looks for them.
  ['session_preload_libraries', ''],
  ['local_preload_libraries', ''],
  ['dynamic_library_path', '$libdir'],
  ['default_transaction_read_only', 'off'],
  ['idle_in_transaction_session_timeout', '0'],
];

/** As words of the connection's `options`. */
export const guardedOptions: readonly string[] = settings.map(([name, value]) => word(name, value));

/** Unknown to a server means: older than the first version that knows the later one. */
const olderToo: Readonly<Record<string, readonly string[]>> = {event_triggers: ['extension_control_path']};

/**
 * The same target without what this server does not know, or does not let this role set; null where the failure is about
 * nothing of ours. A server says which one it is, in whatever language.
 */
export const withoutRefused = (target: ConnectionTarget, failure: DatabaseFailure): ConnectionTarget | null => {
  const {options = ''} = target.options;
  const isRefused = failure.sqlstate === undefinedParameter || failure.sqlstate === notAllowed;
  const refused = settings.find(
    ([name, value]) => isRefused && options.includes(word(name, value)) && quoted(name).test(failure.message),
  );
  if (refused === undefined) {
    return null;
  }
  const names = failure.sqlstate === undefinedParameter ? [refused[0], ...(olderToo[refused[0]] ?? [])] : [refused[0]];
  const fewer = settings
    .filter(([name]) => names.includes(name))
    .reduce((text, [name, value]) => text.replace(word(name, value), ''), options);
  return {...target, options: {...target.options, options: fewer.replaceAll(/ {2,}/g, ' ').trim()}};
};

const undefinedParameter = '42704';
const notAllowed = '42501';

/** In the marks of any language. */
const quoted = (name: string): RegExp => new RegExp(`["'«»„“”]\\s?${name}\\s?["'«»“”]`, 'u');

function word(name: string, value: string): string {
  return `-c ${name}=${value}`;
}
