/** What differs between a database today and its side instance of before: every role, right, function, trigger and table that came, went or changed. */

import {betweenBoth} from '../backup/both-servers.ts';
import {type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {cleaned} from './clean-session.ts';
import {objectQueries} from './object-sql.ts';
import {rightQueries} from './right-sql.ts';
import {roleQueries} from './role-sql.ts';

export type Difference = {
  /** `role support2`, `function public.refresh(text)`: what a person names it by. */
  readonly what: string;
  readonly change: 'added' | 'gone' | 'changed';
  /** As it was, and as it is; null where it was not or is not. */
  readonly before: string | null;
  readonly now: string | null;
  /** What takes it back; none where a person has to. */
  readonly statements: readonly string[];
};

export type CatalogueComparison = {
  /** In the order in which they are taken back. */
  readonly differences: readonly Difference[];
  /** Those that no statement takes back. */
  readonly byHand: readonly string[];
  /** Other databases of the cluster, which this did not look into. */
  readonly otherDatabases: readonly string[];
  readonly summary: string;
};

export type CompareRequest = {
  /** The side instance, of before the breach. */
  readonly from: string;
  readonly into: string;
};

/** Reads both, and changes nothing. */
export const compareCatalogues = (request: CompareRequest): Promise<Result<CatalogueComparison>> =>
  betweenBoth({...request, into: cleaned(request.into)}, compareOpen);

/** The same on sessions that are open, as `betweenBoth` opens them. */
export const compareOpen = async (
  side: Connection,
  live: Connection,
): Promise<Result<CatalogueComparison, DatabaseFailure>> => {
  const gone: Difference[] = [];
  const rest: Difference[] = [];
  for (const query of everything) {
    const then = await objectsOf(side, query);
    if (!then.ok) {
      return then;
    }
    const now = await objectsOf(live, query);
    if (!now.ok) {
      return now;
    }
    for (const difference of differences(then.value, now.value)) {
      (difference.change === 'gone' ? gone : rest).push(difference);
    }
  }
  const others = await rowsOf(
    live,
    'select datname from pg_database where datallowconn and not datistemplate and datname <> current_database() order by 1',
  );
  if (!others.ok) {
    return others;
  }
  // What hangs on another thing goes before it, and comes after it.
  const all = [...rest, ...gone.toReversed()];
  return succeed({
    differences: all,
    byHand: all.filter(({statements}) => statements.length === 0).map(({what, change}) => `${what} (${change})`),
    otherDatabases: others.value.map(({datname}) => String(datname)),
    summary: all.map(({what, change}) => `${change} ${what}`).join('; ') || 'nothing differs',
  });
};

/** Rights hang on everything, and roles come last: nobody can be dropped who still has something. */
const everything: readonly string[] = [...rightQueries, ...objectQueries, ...roleQueries.toReversed()];

type Thing = {
  readonly definition: string;
  readonly make: string | null;
  readonly unmake: string | null;
  readonly restore: string | null;
};

const objectsOf = async (
  connection: Connection,
  query: string,
): Promise<Result<ReadonlyMap<string, Thing>, DatabaseFailure>> => {
  const rows = await rowsOf(connection, query);
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return rows.ok
    ? succeed(
        new Map(
          rows.value.map(({kind, name, definition, make, unmake, restore}) => [
            `${kind} ${name}`,
            {definition: String(definition), make: text(make), unmake: text(unmake), restore: text(restore)},
          ]),
        ),
      )
    : rows;
};

const differences = (then: ReadonlyMap<string, Thing>, now: ReadonlyMap<string, Thing>): readonly Difference[] =>
  [...new Set([...then.keys(), ...now.keys()])].flatMap(what => {
    const [before, today] = [then.get(what), now.get(what)];
    if (before === undefined) {
      return today === undefined ? [] : added(what, today);
    }
    return today === undefined
      ? [{what, change: 'gone' as const, before: before.definition, now: null, statements: listed(before.make)}]
      : changed(what, before, today);
  });

/** A login goes with its role. */
const added = (what: string, {definition, unmake}: Thing): readonly Difference[] =>
  what.startsWith('login ') ? [] : [{what, change: 'added', before: null, now: definition, statements: listed(unmake)}];

const changed = (what: string, before: Thing, today: Thing): readonly Difference[] => {
  const anew = today.unmake === null || before.make === null ? [] : [today.unmake, before.make];
  const statements = before.restore === null ? anew : [before.restore];
  return before.definition === today.definition
    ? []
    : [{what, change: 'changed', before: before.definition, now: today.definition, statements}];
};

const listed = (statement: string | null): readonly string[] => (statement === null ? [] : [statement]);
