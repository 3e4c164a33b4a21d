/** `drop_database`: somebody takes the production database for a copy of it, and drops it with all that is in it. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {rowsOf} from '../../postgres/query.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import type {Damage} from '../damage.ts';
import type {Estate} from '../estate.ts';
import type {Fault, Symptom} from '../fault.ts';
import {inLab, inServer, inServerNow} from '../in-lab.ts';
import {readMomentBefore} from '../moment-before.ts';
import {readParameters} from './fault-parameters.ts';
import {totalOf} from './lost-rows.ts';
import {symptomOfTables} from './whole-tables.ts';

const name = 'drop_database';

export const dropDatabase: Fault = {
  name,
  summary: 'Drop the database of the lab, with the sessions that are in it.',
  parameters: {},
  prepare: async (estate, parameters) => {
    const wanted = readParameters(dropDatabase, parameters);
    return wanted.ok
      ? succeed({
          summary: `drop the database ${estate.dataset.database}`,
          symptom: () => isGone(estate),
          inject: () => inject(estate),
        })
      : wanted;
  },
  symptomOf: async (estate, damage) => {
    const gone = await isGone(estate);
    return !gone.ok || gone.value.seen ? gone : symptomOfTables(estate, damage);
  },
};

const isGone = (estate: Estate): Promise<Result<Symptom>> =>
  inServerNow(estate, async connection => {
    const {database} = estate.dataset;
    const rows = await rowsOf(connection, 'select from pg_database where datname = $1', [database]);
    if (!rows.ok) {
      return fail(rows.reason.message);
    }
    const seen = rows.value.length === 0;
    return succeed({seen, detail: seen ? `there is no database ${database}` : `the database ${database} is there`});
  });

const inject = async (estate: Estate): Promise<Result<Damage>> => {
  const before = await inLab(estate, connection => readMomentBefore(connection, estate.dataset));
  if (!before.ok) {
    return before;
  }
  const tablesLost = before.value.before.map(({table}) => table);
  const loaded = before.value.before.reduce((sum, {rows}) => sum + rows, 0);
  return inServer(estate, async connection => {
    const dropped = await connection.run(`drop database ${quoteIdentifier(estate.dataset.database)} with (force)`);
    // Nobody else commits now: the application has no database.
    const last = dropped.ok
      ? await rowsOf(connection, 'select xid::text as xid, timestamp as at from pg_last_committed_xact()')
      : dropped;
    return last.ok
      ? succeed({
          fault: name,
          transaction: String(last.value[0]?.xid),
          committedAt: String(last.value[0]?.at),
          lost: [],
          tablesLost,
          rowsLost: loaded + totalOf(before.value.written),
          ...before.value,
        })
      : fail(`the fault could not be injected: ${last.reason.message}`);
  });
};
