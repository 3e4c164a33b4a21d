/** Takes back what an intruder replaced in the server itself, before anything else is asked of it or written to it. */
import {betweenBoth} from '../backup/both-servers.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {inTransaction, rowsOf} from '../postgres/query.ts';
import {type CatalogueComparison, type CompareRequest, comparisonOf} from './catalogue.ts';
import {cleaned} from './clean-session.ts';
import type {Difference, Reverted} from './difference.ts';
import {compareServerOwn} from './server-own.ts';
import {takeAllBack} from './take-back.ts';

/** Reads both, and changes nothing. */
export const checkServerOwn = (request: CompareRequest): Promise<Result<CatalogueComparison>> =>
  betweenBoth({from: cleaned(request.from), into: cleaned(request.into)}, async (side, live) => {
    const found = await compareServerOwn(side, live);
    return found.ok ? succeed(comparisonOf(found.value, [])) : found;
  });

/** In one transaction; a second time it finds nothing to do. */
export const revertServerOwn = (request: CompareRequest): Promise<Result<Reverted>> =>
  betweenBoth({from: cleaned(request.from), into: cleaned(request.into)}, (side, live) =>
    inTransaction(live, async () => {
      const done = await serverAsItWas(side, live);
      return done.ok ? succeed({reverted: done.value.map(({what, change}) => `${change} ${what}`), kept: []}) : done;
    }),
  );

/** Within a transaction. What it gives back is what it took back. */
export const serverAsItWas = async (
  side: Connection,
  live: Connection,
): Promise<Result<readonly Difference[], DatabaseFailure>> => {
  const own = await compareServerOwn(side, live);
  if (!own.ok || own.value.length === 0) {
    return own;
  }
  const byHand = own.value.find(({statements}) => statements.length === 0);
  if (byHand !== undefined) {
    return fail(
      refusal(`${byHand.what} is not as it was, and no statement takes that back; restore the cluster to before`),
    );
  }
  const quiet = await refuseArmed(side, live);
  const done = quiet.ok ? await takeAllBack(live, own.value) : quiet;
  const left = done.ok ? await compareServerOwn(side, live) : done;
  if (!left.ok) {
    return left;
  }
  return left.value.length === 0 ? own : fail(refusal(`${left.value[0]?.what} is not as it was; nothing was changed`));
};

/** As for all else (`quieten`), but asked without a function: one that is replaced may be what is called. */
const refuseArmed = async (side: Connection, live: Connection): Promise<Result<void, DatabaseFailure>> => {
  const query = 'select evtname, evtfoid, evtenabled from pg_catalog.pg_event_trigger';
  const quiet = await live.run('set local session_replication_role = replica');
  const then = quiet.ok ? await rowsOf(side, query) : quiet;
  if (!then.ok) {
    return then;
  }
  const now = await rowsOf(live, query);
  if (!now.ok) {
    return now;
  }
  const known = new Set(then.value.map(row => JSON.stringify(row)));
  const foreign = now.value.find(row => ['A', 'R'].includes(String(row.evtenabled)) && !known.has(JSON.stringify(row)));
  return foreign === undefined
    ? succeed(undefined)
    : fail(
        refusal(
          `event trigger ${foreign.evtname} was not there before, and would act with our rights; turn it off first`,
        ),
      );
};
