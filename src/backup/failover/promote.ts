/** Makes a standby the primary, and proves it by a write: a server that answers is not yet one that can be written to. */
import {setTimeout as delay} from 'node:timers/promises';
import {type Result, succeed} from '../../base/result.ts';
import {formatBytes} from '../../base/size.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import {checkPromotion, type Promotion, type Readiness} from './check-promotion.ts';

export type Promoted = Readiness & {
  readonly wasPromoted: boolean;
  readonly timeline: number;
  /** Where its own WAL begins to differ from the old primary's: the write that proves it lies behind. */
  readonly lsn: string;
  readonly takesWrites: true;
};

/** May be done again: a standby that was promoted is only proven to take writes. */
export const promote = async (promotion: Promotion): Promise<Result<Promoted, Hindrance>> => {
  // Who accepts the loss has seen that it does not come.
  const ready = await checkPromotion(promotion.acceptsLoss ? {...promotion, catchUpMs: 0} : promotion);
  if (!ready.ok) {
    return ready;
  }
  const {missingBytes, isPrimary} = ready.value;
  if (!isPrimary && missingBytes === null && !promotion.acceptsLoss) {
    return unsafe(
      'Nothing says where the WAL of the old primary ends, so it is not known what the standby lacks.',
      'Name its files with --old-data (of a killed one pg_waldump finds the end), or give up what it lacks with --accept-loss.',
    );
  }
  if (missingBytes !== null && missingBytes > 0 && !promotion.acceptsLoss) {
    return unsafe(
      `The standby lacks ${formatBytes(missingBytes)} of WAL that the old primary has written.`,
      'Bring it into the archive that the standby reads, or give it up with --accept-loss.',
    );
  }
  const done = await withConnection(promotion.standby, connection => promoteBy(connection, promotion.withinMs), {
    connectTimeoutMs: 5_000,
    statementTimeoutMs: promotion.withinMs,
  });
  if (!done.ok) {
    return impossible(`The standby was not promoted: ${done.reason.message}.`, 'Look at its log; then run this again.');
  }
  return done.value.ok
    ? succeed({...ready.value, ...done.value.value})
    : impossible(
        `The standby was told to promote and may take writes: ${done.value.reason.message}.`,
        'Do not release the fence of the old primary. Look at the log of the standby; then run this again.',
      );
};

const pollEveryMs = 20;

type Done = Pick<Promoted, 'wasPromoted' | 'timeline' | 'lsn' | 'takesWrites'>;

/** Fails only where it was surely not told to promote; what goes wrong after that is a failure within. */
const promoteBy = async (
  connection: Connection,
  withinMs: number,
): Promise<Result<Result<Done, DatabaseFailure>, DatabaseFailure>> => {
  const asked = await rowsOf(
    connection,
    `select case when pg_is_in_recovery() then pg_promote(wait => false) end as asked`,
  );
  if (!asked.ok) {
    return asked.reason.uncertain ? succeed(asked) : asked;
  }
  return succeed(await untilItWrites(connection, {withinMs, wasAsked: asked.value[0]?.asked === true}));
};

/** pg_promote only asks; the server takes writes when recovery is over, and a transaction that is written proves it. */
const untilItWrites = async (
  connection: Connection,
  {withinMs, wasAsked}: {readonly withinMs: number; readonly wasAsked: boolean},
): Promise<Result<Done, DatabaseFailure>> => {
  for (const deadlineMs = performance.now() + withinMs; ; ) {
    const rows = await rowsOf(connection, 'select pg_is_in_recovery() as standby');
    if (!rows.ok) {
      return rows;
    }
    if (rows.value[0]?.standby === false) {
      break;
    }
    if (performance.now() > deadlineMs) {
      return {
        ok: false,
        reason: refusal(`recovery has not ended in ${Math.round(withinMs / 1000)} s; it goes on with it`),
      };
    }
    await delay(pollEveryMs);
  }
  const written = await rowsOf(
    connection,
    `select pg_logical_emit_message(true, 'lifeboat', 'promoted')::text as lsn,
            ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int as timeline`,
  );
  if (!written.ok) {
    return written;
  }
  const {lsn, timeline} = written.value[0] ?? {};
  return succeed({
    wasPromoted: wasAsked,
    timeline: Number(timeline),
    lsn: String(lsn),
    takesWrites: true,
  });
};
