/** What the SQL of a dump says of itself while it goes by: rows, objects, what it needs of the server, what it would do outside its database. */
import {reachOf} from './beyond-database.ts';
import type {DumpStatement, Watcher} from './dump-statements.ts';

export type DumpFacts = {
  /** As the dump names them, as SQL: `public.orders`. Rows of INSERT statements are counted too. */
  readonly rows: Readonly<Record<string, number>>;
  /** How many of each kind pg_dump announces: TABLE, INDEX, CONSTRAINT, FK CONSTRAINT, TRIGGER and so on. */
  readonly objects: Readonly<Record<string, number>>;
  readonly roles: readonly string[];
  readonly extensions: readonly string[];
  /** Statements about the database itself, which are not for the one that it is loaded into. */
  readonly ofDatabase: readonly string[];
  /** How many of each kind reach beyond the database; they are left out, because pg_dump writes none of them. */
  readonly beyond: Readonly<Record<string, number>>;
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
  beyond: Map<string, number>;
  serverVersion: string | null;
  dumpedBy: string | null;
  startedAt: string | null;
  isComplete: boolean;
  isOfCluster: boolean;
  hasCreated: boolean;
};

/** The watcher for `throughStatements`, and what it has seen so far. What it leaves out is for no other database, or for psql alone. */
export const watchDump = (): {readonly watcher: Watcher; readonly facts: () => DumpFacts} => {
  const noted: Noted = {
    rows: new Map(),
    objects: new Map(),
    roles: new Set(),
    extensions: new Set(),
    ofDatabase: [],
    beyond: new Map(),
    serverVersion: null,
    dumpedBy: null,
    startedAt: null,
    isComplete: false,
    isOfCluster: false,
    hasCreated: false,
  };
  return {
    watcher: {
      onComment: line => noteComment(noted, line),
      onStatement: statement => noteStatement(noted, statement),
      // Those of pg_dump itself; every other one is for psql to refuse.
      onCommand: text => !/^\\(?:un)?restrict\b|^\\c(?:onnect)?(?:\s|$)/i.test(text),
      onRows: (table, rows) => void noted.rows.set(table, (noted.rows.get(table) ?? 0) + rows),
    },
    facts: () => ({
      ...noted,
      rows: Object.fromEntries(noted.rows),
      objects: Object.fromEntries(noted.objects),
      beyond: Object.fromEntries(noted.beyond),
      roles: [...noted.roles].sort(),
      extensions: [...noted.extensions].sort(),
    }),
  };
};

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

/** False for what is left out. */
const noteStatement = (noted: Noted, {tokens, rows, text}: DumpStatement): boolean => {
  const reach = reachOf(tokens);
  switch (reach.kind) {
    case 'of-database':
      noted.ofDatabase.push(text);
      return false;
    case 'beyond':
      noted.beyond.set(reach.what, (noted.beyond.get(reach.what) ?? 0) + 1);
      return false;
    case 'clearing':
      if (!noted.hasCreated) {
        return false;
      }
      break;
    case 'within':
      noted.hasCreated ||= tokens[0] === 'create' && tokens[1] !== 'schema';
  }
  noteNeeds(noted, tokens);
  if (tokens[0] === 'insert') {
    const table = tableIn(tokens);
    noted.rows.set(table, (noted.rows.get(table) ?? 0) + Math.max(1, rows));
  }
  return true;
};

/** `insert into public."Order Lines" (…) values …`: as SQL, the name of its table. */
const tableIn = (tokens: readonly string[]): string => {
  const end = tokens.findIndex((token, at) => at > 2 && token !== '.' && tokens[at - 1] !== '.');
  return tokens.slice(2, end === -1 ? undefined : end).join('');
};

const noteNeeds = (noted: Noted, tokens: readonly string[]): void => {
  const [head, second] = tokens;
  const owner = head === 'alter' ? after(tokens, 'owner', 'to') : null;
  const grantee = head === 'grant' ? after(tokens, 'to') : head === 'revoke' ? after(tokens, 'from') : null;
  const role = owner ?? grantee;
  if (role !== null && role !== 'public') {
    noted.roles.add(bare(role));
  }
  if (head === 'create' && second === 'extension') {
    noted.extensions.add(bare(tokens[tokens[2] === 'if' ? 5 : 2] ?? ''));
  }
};

/** What stands behind these words where they come last. */
const after = (tokens: readonly string[], ...words: readonly string[]): string | null => {
  const at = tokens.findLastIndex((_, here) => words.every((word, offset) => tokens[here + offset] === word));
  return at === -1 ? null : (tokens[at + words.length] ?? null);
};

const bare = (quoted: string): string => (quoted.startsWith('"') ? quoted.slice(1, -1).replaceAll('""', '"') : quoted);
