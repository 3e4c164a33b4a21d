/** What differs between a database today and its side instance of before: every role, right, function, trigger and table that came, went or changed. */

import {betweenBoth} from '../backup/both-servers.ts';
import {type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {cleaned} from './clean-session.ts';
import {clusterQueries} from './cluster-sql.ts';
import {codeQueries} from './code-sql.ts';
import type {Difference} from './difference.ts';
import {objectQueries} from './object-sql.ts';
import {rightQueries} from './right-sql.ts';
import {roleQueries} from './role-sql.ts';
import {compareServerOwn} from './server-own.ts';

export type CatalogueComparison = {
  /** In the order in which they are taken back. */
  readonly differences: readonly Difference[];
  /** Those that no statement takes back. */
  readonly byHand: readonly string[];
  /** Other databases of the cluster, templates too, which this did not look into. */
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
  betweenBoth({from: cleaned(request.from), into: cleaned(request.into)}, compareOpen);

/** The same on sessions that are open, as `betweenBoth` opens them. */
export const compareOpen = async (
  side: Connection,
  live: Connection,
): Promise<Result<CatalogueComparison, DatabaseFailure>> => {
  const own = await compareServerOwn(side, live);
  if (!own.ok) {
    return own;
  }
  if (own.value.length > 0) {
    return succeed(comparisonOf(own.value, [], untilThen));
  }
  const found: Found[] = [];
  for (const query of everything) {
    const then = await objectsOf(side, query);
    if (!then.ok) {
      return then;
    }
    const now = await objectsOf(live, query);
    if (!now.ok) {
      return now;
    }
    found.push(...differences(then.value, now.value));
  }
  const whole = await withRows(live, withoutParts(found));
  if (!whole.ok) {
    return whole;
  }
  const gone = whole.value.filter(({change}) => change === 'gone');
  const rest = whole.value.filter(({change}) => change !== 'gone');
  const others = await rowsOf(
    live,
    'select datname from pg_database where datallowconn and datname <> current_database() order by 1',
  );
  if (!others.ok) {
    return others;
  }
  // What hangs on another thing goes before it, and comes after it.
  return succeed(
    comparisonOf(
      [...rest, ...gone.toReversed()],
      others.value.map(({datname}) => String(datname)),
    ),
  );
};

/** What is asked of such a server may be answered by what the intruder put there, so nothing else is. */
const untilThen = 'nothing else is compared until the server itself is as it was';

/** As it is told. */
export const comparisonOf = (
  differences: readonly Difference[],
  otherDatabases: readonly string[],
  more?: string,
): CatalogueComparison => ({
  differences,
  byHand: differences
    .filter(({statements}) => statements.length === 0)
    .map(({what, change, now}) => `${what} (${change}${now?.endsWith(', with rows') ? ', with rows' : ''})`),
  otherDatabases,
  summary:
    [...differences.map(({what, change}) => `${change} ${what}`), ...(more === undefined ? [] : [more])].join('; ') ||
    'nothing differs',
});

/** Rights hang on everything, and roles come last: nobody can be dropped who still has something. */
const everything: readonly string[] = [
  ...rightQueries,
  ...objectQueries,
  ...codeQueries,
  ...clusterQueries,
  ...roleQueries.toReversed(),
];

type Thing = {
  readonly definition: string;
  readonly make: string | null;
  readonly unmake: string | null;
  readonly restore: string | null;
  readonly holder: string | null;
};

/** `holder`: the table or routine that it is a part of, or a right on. */
type Found = Difference & {readonly holder: string | null};

/** What came with a table or a routine goes with it, and stays with it where that is named as kept. */
const withoutParts = (found: readonly Found[]): readonly Difference[] => {
  const came = new Set(
    found
      .filter(({change}) => change === 'added')
      .map(({what}) =>
        what
          .replace(/^(materialized view|foreign table|view) /, 'table ')
          .replace(/^(function|procedure|aggregate) /, 'routine '),
      ),
  );
  return found
    .filter(({change, holder}) => change !== 'added' || holder === null || !came.has(holder))
    .map(({holder, ...difference}) => difference);
};

/** Rows of a table that came may be of others: nobody drops them but a person. */
const withRows = async (
  live: Connection,
  found: readonly Difference[],
): Promise<Result<readonly Difference[], DatabaseFailure>> => {
  const all: Difference[] = [];
  for (const difference of found) {
    if (difference.change !== 'added' || !difference.what.startsWith('table ')) {
      all.push(difference);
      continue;
    }
    const rows = await rowsOf(live, `select exists (select from ${difference.what.slice('table '.length)}) as has`);
    if (!rows.ok) {
      return rows;
    }
    const has = rows.value[0]?.has === true;
    all.push(has ? {...difference, now: `${difference.now ?? ''}, with rows`, statements: []} : difference);
  }
  return succeed(all);
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
          rows.value.map(({kind, name, definition, make, unmake, restore, holder}) => [
            `${kind} ${name}`,
            {
              definition: String(definition),
              make: text(make),
              unmake: text(unmake),
              restore: text(restore),
              holder: text(holder),
            },
          ]),
        ),
      )
    : rows;
};

const differences = (then: ReadonlyMap<string, Thing>, now: ReadonlyMap<string, Thing>): readonly Found[] =>
  [...new Set([...then.keys(), ...now.keys()])].flatMap(what => {
    const [before, today] = [then.get(what), now.get(what)];
    if (before === undefined) {
      return today === undefined ? [] : added(what, today);
    }
    return today === undefined
      ? [
          {
            what,
            change: 'gone' as const,
            before: before.definition,
            now: null,
            statements: listed(before.make),
            holder: before.holder,
          },
        ]
      : changed(what, before, today);
  });

/** A login goes with its role. */
const added = (what: string, {definition, unmake, holder}: Thing): readonly Found[] =>
  what.startsWith('login ')
    ? []
    : [{what, change: 'added', before: null, now: definition, statements: listed(unmake), holder}];

const changed = (what: string, before: Thing, today: Thing): readonly Found[] => {
  const anew = today.unmake === null || before.make === null ? [] : [today.unmake, before.make];
  const statements = before.restore === null ? anew : [before.restore];
  return before.definition === today.definition
    ? []
    : [{what, change: 'changed', before: before.definition, now: today.definition, statements, holder: today.holder}];
};

const listed = (statement: string | null): readonly string[] => (statement === null ? [] : [statement]);
