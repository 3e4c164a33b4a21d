/** What expressions can see: values by name, and the values that are more than JSON (connections, times, durations). */
import {Duration} from '@marcbachmann/cel-js/evaluator';
import type {Json} from '../../base/canonical-json.ts';
import {parseDurationMs} from '../../base/duration.ts';
import type {InputDeclaration} from '../input-declaration.ts';

/**
 * A PostgreSQL connection. As a whole it is its URI, a secret; `.host`, `.port`, `.user` and `.database` are not.
 * It becomes the URI text wherever a value leaves an expression, so JSON never holds one of these.
 */
export class Connection {
  readonly uri: string;
  readonly host: string;
  readonly port: bigint;
  readonly user: string;
  readonly database: string;

  /** `whole` stands for the URI where that may not be seen; the parts are no secret. */
  constructor(uri: string, whole = uri) {
    const {host, port, user, database} = connectionParts(uri);
    this.uri = whole;
    this.host = host;
    this.port = BigInt(port);
    this.user = user;
    this.database = database;
  }
}

/** A value that an expression can read. */
export type ScopeValue =
  | Json
  | Connection
  | Date
  | Duration
  | readonly ScopeValue[]
  | {readonly [name: string]: ScopeValue | undefined};

/** The names that an expression can read: `inputs`, `steps`, `run`, `events`, and what the place adds (`rows`, `exit`, `lab`). */
export type Scope = {readonly [name: string]: ScopeValue | undefined};

/** Wraps a connection URI for a scope. */
export const connectionValue = (uri: string, whole?: string): Connection => new Connection(uri, whole);

/** A time of RFC 3339 in UTC that is written again exactly as it came: a server's microseconds outlive the milliseconds of a date. */
export const timeValue = (text: string): Date => Object.assign(new Date(text), {exactText: text});

/** The values of inputs (as `readInput` gives them) as a scope's `inputs`, typed as they were declared. */
export const inputScope = (
  declarations: {readonly [name: string]: InputDeclaration},
  values: {readonly [name: string]: Json | undefined},
): {readonly [name: string]: ScopeValue} =>
  Object.fromEntries(
    Object.values(declarations).map(({name, type}) => [name, typed(type, values[name] ?? null)] as const),
  );

/** A value as expressions see one of that type. */
export const typed = (type: InputDeclaration['type'], value: Json): ScopeValue => {
  if (typeof value !== 'string') {
    return value;
  }
  switch (type) {
    case 'connection':
      return connectionValue(value);
    case 'timestamp':
      return timeValue(value);
    case 'duration': {
      const durationMs = parseDurationMs(value);
      return durationMs.ok ? durationValue(durationMs.value) : value;
    }
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
    case 'choice':
    case 'list':
    case 'json':
    case 'identifier':
    case 'path':
    case 'hostname':
    case 'cidr':
    case 'url':
    case 'secret':
      return value;
  }
};

/** A duration for a scope. */
export const durationValue = (durationMs: number): Duration =>
  new Duration(Math.trunc(durationMs / 1_000), (durationMs % 1_000) * 1_000_000);

type ConnectionParts = {readonly host: string; readonly port: number; readonly user: string; readonly database: string};

/**
 * The parts of a libpq URI (PostgreSQL manual, 34.1.1.2): parameters after `?` win, of several hosts the first counts,
 * the database is by default named like the user. Parts that are missing are empty; the port is then 5432.
 */
export const connectionParts = (uri: string): ConnectionParts => {
  const match = /^postgres(?:ql)?:\/\/(?:([^/?]*)@)?([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/.exec(uri);
  const [, account = '', authority = '', path = '', query = ''] = match ?? [];
  const parameters = new URLSearchParams(query);
  const [firstHost = ''] = authority.split(',');
  const hostMatch = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(firstHost);
  const user = parameters.get('user') ?? decoded(account.split(':')[0] ?? '');
  const port = Number(parameters.get('port')?.split(',')[0] ?? hostMatch?.[2] ?? 5432);
  return {
    host: parameters.get('host')?.split(',')[0] ?? decoded((hostMatch?.[1] ?? '').replace(/^\[|\]$/g, '')),
    port: Number.isSafeInteger(port) ? port : 5432,
    user,
    database: parameters.get('dbname') ?? (path === '' ? user : decoded(path)),
  };
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % is no escape; then the text stands for itself.
    return text;
  }
};
