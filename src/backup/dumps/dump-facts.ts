/** What the SQL of a dump says of itself while it goes by: rows, objects, what it needs of the server, what it would do outside its database. */
import type {Watcher} from './dump-lines.ts';

export type DumpFacts = {
  /** As the dump names them, as SQL: `public.orders`. Rows of INSERT statements are counted too. */
  readonly rows: Readonly<Record<string, number>>;
  /** How many of each kind pg_dump announces: TABLE, INDEX, CONSTRAINT, FK CONSTRAINT, TRIGGER and so on. */
  readonly objects: Readonly<Record<string, number>>;
  readonly roles: readonly string[];
  readonly extensions: readonly string[];
  /** Statements about the database itself, which are not for the one that it is loaded into. */
  readonly ofDatabase: readonly string[];
  /** As it says itself, such as 15.18; null where it does not. */
  readonly serverVersion: string | null;
  readonly dumpedBy: string | null;
  /** RFC 3339; null where it does not say. */
  readonly startedAt: string | null;
  /** The last line that pg_dump writes was there. */
  readonly isComplete: boolean;
  /** It is of a whole cluster, as pg_dumpall writes it. */
  readonly isOfCluster: boolean;
};

type Noted = {
  rows: Map<string, number>;
  objects: Map<string, number>;
  roles: Set<string>;
  extensions: Set<string>;
  ofDatabase: string[];
  serverVersion: string | null;
  dumpedBy: string | null;
  startedAt: string | null;
  isComplete: boolean;
  isOfCluster: boolean;
  hasCreated: boolean;
};

/** The watcher for `throughLines`, and what it has seen so far. What it leaves out is for no other database, or for psql alone. */
export const watchDump = (): {readonly watcher: Watcher; readonly facts: () => DumpFacts} => {
  const noted: Noted = {
    rows: new Map(),
    objects: new Map(),
    roles: new Set(),
    extensions: new Set(),
    ofDatabase: [],
    serverVersion: null,
    dumpedBy: null,
    startedAt: null,
    isComplete: false,
    isOfCluster: false,
    hasCreated: false,
  };
  return {
    watcher: {
      onLine: line => noteLine(noted, line),
      onRows: (table, rows) => void noted.rows.set(table, (noted.rows.get(table) ?? 0) + rows),
    },
    facts: () => ({
      ...noted,
      rows: Object.fromEntries(noted.rows),
      objects: Object.fromEntries(noted.objects),
      roles: [...noted.roles].sort(),
      extensions: [...noted.extensions].sort(),
    }),
  };
};

const noteLine = (noted: Noted, line: string): boolean => {
  if (line.startsWith('-- ')) {
    noteComment(noted, line);
    return true;
  }
  if (/^\s*\\/.test(line)) {
    // Those of pg_dump itself; every other one is for psql to refuse.
    return !/^\s*\\(?:(?:un)?restrict [A-Za-z0-9]+|connect .*)$/i.test(line);
  }
  if (ofDatabase.test(line)) {
    noted.ofDatabase.push(line);
    return false;
  }
  if (!noted.hasCreated && clearing.test(line)) {
    return false;
  }
  noted.hasCreated ||= line.startsWith('CREATE ') && !line.startsWith('CREATE SCHEMA');
  noteStatement(noted, line);
  return true;
};

/** One that fed these to a server as they are would drop the production database before it has another. */
const ofDatabase =
  /^\s*(?:(?:DROP|CREATE|ALTER|COMMENT\s+ON)\s+DATABASE\s|(?:GRANT|REVOKE)\s.+\sON\s+DATABASE\s|ALTER\s+ROLE\s.+\sIN\s+DATABASE\s.+\s(?:SET|RESET)\s)/i;

/** What pg_dump --clean writes first: it fails in an empty database, where there is nothing to clear away. */
const clearing = /^(?:DROP |ALTER TABLE .+ DROP |ALTER TABLE .+ ALTER COLUMN .+ DROP )/;

const noteComment = (noted: Noted, line: string): void => {
  const [, kind] = /^-- (?:Data for )?Name: .*; Type: ([A-Z ]+); Schema: /.exec(line) ?? [];
  if (kind !== undefined) {
    noted.objects.set(kind, (noted.objects.get(kind) ?? 0) + 1);
    return;
  }
  noted.serverVersion ??= /^-- Dumped from database version (\d\S*)/.exec(line)?.[1] ?? null;
  noted.dumpedBy ??= /^-- Dumped by pg_dump version (\d\S*)/.exec(line)?.[1] ?? null;
  noted.startedAt ??= timeIn(/^-- Started on (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (\S+)/.exec(line));
  noted.isComplete ||= line.startsWith('-- PostgreSQL database dump complete');
  noted.isOfCluster ||= line.startsWith('-- PostgreSQL database cluster dump');
};

/** Zones that are told by letters mean something else elsewhere; only the one that is meant everywhere counts. */
const timeIn = (found: RegExpExecArray | null): string | null => {
  const [, day, time, zone] = found ?? [];
  return zone === 'UTC' || zone === 'GMT' ? `${day}T${time}Z` : null;
};

const name = `("(?:[^"]|"")+"|[^\\s;,"]+)`;
const owner = new RegExp(`^ALTER .+ OWNER TO ${name};$`);
const grantee = new RegExp(`^(?:GRANT|REVOKE) .+ (?:TO|FROM) ${name}(?: WITH GRANT OPTION)?;$`);
const extension = new RegExp(`^CREATE EXTENSION (?:IF NOT EXISTS )?${name} `);
const inserting = new RegExp(`^INSERT INTO ((?:${name}\\.)?${name}) `);

const noteStatement = (noted: Noted, line: string): void => {
  const role = (owner.exec(line) ?? grantee.exec(line))?.[1];
  if (role !== undefined && role !== 'PUBLIC') {
    noted.roles.add(bare(role));
  }
  const brought = extension.exec(line)?.[1];
  if (brought !== undefined) {
    noted.extensions.add(bare(brought));
  }
  const table = inserting.exec(line)?.[1];
  if (table !== undefined) {
    noted.rows.set(table, (noted.rows.get(table) ?? 0) + 1);
  }
};

const bare = (quoted: string): string => (quoted.startsWith('"') ? quoted.slice(1, -1).replaceAll('""', '"') : quoted);
