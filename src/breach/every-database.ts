/** The comparison of every database of a cluster: an intruder who was a superuser could leave something in each. */
import {betweenBoth} from '../backup/both-servers.ts';
import {type Result, succeed} from '../base/result.ts';
import {formatConnection, parseConnection} from '../postgres/uri.ts';
import {
  type CatalogueComparison,
  type CompareRequest,
  compareCatalogues,
  compareOpen,
  comparisonOf,
} from './catalogue.ts';
import {cleaned} from './clean-session.ts';
import type {Difference} from './difference.ts';

/**
 * Reads only. What differs in another database is told with its name and without a statement: it is taken back by the same
 * command with a connection to that one. Databases that cannot be compared stay in `otherDatabases`, each with the reason.
 */
export const compareEverywhere = async (request: CompareRequest): Promise<Result<CatalogueComparison>> => {
  const here = await compareCatalogues(request);
  if (!here.ok) {
    return here;
  }
  const found: Difference[] = [...here.value.differences];
  const notCompared: string[] = [];
  for (const database of here.value.otherDatabases) {
    const there = await betweenBoth(
      {from: cleaned(inDatabase(request.from, database)), into: cleaned(inDatabase(request.into, database))},
      compareOpen,
    );
    if (!there.ok) {
      notCompared.push(`${database} (${there.reason})`);
      continue;
    }
    found.push(
      ...there.value.differences
        .filter(({what}) => !isShared(what))
        .map(one => ({...one, what: `${one.what} in database ${database}`, statements: []})),
    );
  }
  return succeed(comparisonOf(found, notCompared));
};

/** Of the whole cluster, so that they were told already. */
const isShared = (what: string): boolean =>
  /^(?:role|login|membership|setting|database) /.test(what) || /^right .* on database /.test(what);

const inDatabase = (where: string, database: string): string => {
  const target = parseConnection(where);
  return target.ok ? formatConnection({...target.value, database}, {withPassword: true}) : where;
};
