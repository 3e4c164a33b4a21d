/** Sessions on both servers, for rows that go from one to the other, and the proof that they may. */
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, connect} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {isSameInstance, systemIdentifier} from '../postgres/same-instance.ts';

export type BothServers = {
  readonly from: string;
  readonly into: string;
  /** `from` is a server made of a dump: no copy of the cluster, and not paused. */
  readonly isDump?: boolean;
  readonly lockTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
};

/**
 * A busy table is waited for only briefly: whoever holds it should be looked at by a person. How long rows take depends on
 * how many there are, so no statement has a limit (0) unless the request has one.
 */
const defaults = {lockTimeoutMs: 5_000, statementTimeoutMs: 0};

/** Opens a session on each, proves that they belong together, works, and closes both. */
export const betweenBoth = async <Value>(
  request: BothServers,
  work: (side: Connection, live: Connection) => Promise<Result<Value, DatabaseFailure>>,
): Promise<Result<Value>> => {
  const limits = {
    ...defaults,
    ...(request.lockTimeoutMs !== undefined && {lockTimeoutMs: request.lockTimeoutMs}),
    ...(request.statementTimeoutMs !== undefined && {statementTimeoutMs: request.statementTimeoutMs}),
  };
  const side = await connect(request.from, limits);
  const live = await connect(request.into, limits);
  try {
    if (!side.ok || !live.ok) {
      return fail([side, live].find(one => !one.ok)?.reason.message ?? '');
    }
    const proven = await provePair(side.value, live.value, request.isDump === true);
    await endWithClient(live.value);
    const done = proven.ok ? await work(side.value, live.value) : proven;
    return done.ok ? done : fail(done.reason.message);
  } finally {
    await Promise.all([side, live].map(one => (one.ok ? one.value.close() : undefined)));
  }
};

/** A paused side instance of the very cluster that lives. Also makes both sessions write and read values in the same spelling, whatever the servers' settings are. */
const provePair = async (
  side: Connection,
  live: Connection,
  isDump: boolean,
): Promise<Result<void, DatabaseFailure>> => {
  const liveState = await rowsOf(live, 'select pg_is_in_recovery() as standby');
  const sideState = await rowsOf(side, `select pg_is_in_recovery() as standby`);
  if (!liveState.ok) {
    return liveState;
  }
  if (!sideState.ok) {
    return sideState;
  }
  if (liveState.value[0]?.standby === true) {
    return fail(refusal('the live server is a standby; name the primary'));
  }

  const same = await isSameInstance(live, side);
  if (!same.ok) {
    return same;
  }
  if (same.value) {
    return fail(refusal('the side instance and the live database are the same server; nothing was done'));
  }
  if (isDump) {
    return spellAlike([side, live]);
  }
  if (sideState.value[0]?.standby !== true) {
    return fail(refusal('the side instance is not paused in recovery, so it may have been changed; restore it again'));
  }

  const ofSide = await systemIdentifier(side);
  if (!ofSide.ok) {
    return ofSide;
  }
  const ofLive = await systemIdentifier(live);
  if (!ofLive.ok) {
    return ofLive;
  }
  if (ofSide.value !== ofLive.value) {
    return fail(
      refusal(
        `the side instance comes from another cluster (system identifier ${ofSide.value}, the live one has ${ofLive.value})`,
      ),
    );
  }
  return spellAlike([side, live]);
};

// A caller that ends by its own limit takes a statement without one along: the server looks whether it is still there.
// Not every operating system lets it, and then nothing is lost but that.
const endWithClient = (live: Connection) => live.run(`set client_connection_check_interval = '10s'`);

// Without a search path every name of a type, table or function that is written out carries its schema. Row security
// off means: an error rather than rows left out.
const spellAlike = async (connections: readonly Connection[]): Promise<Result<void, DatabaseFailure>> => {
  for (const connection of connections) {
    const set = await connection.run(
      `set search_path = pg_catalog; set row_security = off; set xmloption = content; set lc_monetary = 'C'`,
    );
    if (!set.ok) {
      return set;
    }
  }
  return succeed(undefined);
};
