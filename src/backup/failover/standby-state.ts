/** A standby as a witness and as a successor: whether it still hears its primary, and up to where it has what that wrote. */
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';

export type StandbyState = {
  readonly identifier: string;
  /** False once it was promoted. */
  readonly isStandby: boolean;
  /** Whether a word of its primary came while it was looked at: then that lives, whoever else cannot reach it. */
  readonly hearsPrimary: boolean;
  /** How much WAL it has, and how much of that it has replayed; null where nothing was streamed since its start. */
  readonly receivedLsn: string | null;
  readonly replayedLsn: string | null;
  /**
   * Up to when it has all commits of the primary, RFC 3339: the last one that it has replayed, or the last checkpoint of the
   * primary, where that came later. Null where it was promoted and started again since.
   */
  readonly lastCommitAt: string | null;
  /** Replay that somebody paused ends before all was replayed, and promotion goes on without it. */
  readonly isPaused: boolean;
  /** `off`: it will archive nothing when it is promoted, and only a restart changes that. */
  readonly archiveMode: string;
  /** Its synchronous_standby_names, which counts once it is promoted; empty where no commit waits. */
  readonly waitsFor: string;
};

/** Long enough for a primary that is written to; one that is idle says something only every half minute. */
const listenMs = 300;

/** Looks twice, because the receiver of a standby says for a minute that it streams when nothing comes any more. */
export const lookAtStandby = async (
  where: string,
  {connectTimeoutMs = 5_000, isBrief = false} = {},
): Promise<Result<StandbyState>> => {
  const seen = await withConnection(where, connection => (isBrief ? once(connection) : twice(connection)), {
    connectTimeoutMs,
    statementTimeoutMs: 10_000,
  });
  return seen.ok ? seen : fail(`the standby cannot be asked: ${seen.reason.message}`);
};

const once = async (connection: Connection): Promise<Result<StandbyState, DatabaseFailure>> => {
  const seen = await ask(connection);
  return seen.ok ? succeed(seen.value.state) : seen;
};

const twice = async (connection: Connection): Promise<Result<StandbyState, DatabaseFailure>> => {
  const first = await ask(connection);
  if (!first.ok || !first.value.state.isStandby || first.value.heardAt === null) {
    return first.ok ? succeed(first.value.state) : first;
  }
  await delay(listenMs);
  const second = await ask(connection);
  return second.ok
    ? succeed({
        ...second.value.state,
        hearsPrimary: second.value.heardAt !== null && second.value.heardAt !== first.value.heardAt,
      })
    : second;
};

type Seen = {readonly state: StandbyState; readonly heardAt: string | null};

const ask = async (connection: Connection): Promise<Result<Seen, DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select pg_is_in_recovery() as standby, (select system_identifier::text from pg_control_system()) as identifier,
            pg_last_wal_receive_lsn()::text as received, pg_last_wal_replay_lsn()::text as replayed,
            case when pg_is_in_recovery()
                 then greatest(pg_last_xact_replay_timestamp(), (select checkpoint_time from pg_control_checkpoint()))
                 else pg_last_xact_replay_timestamp() end as committed, current_setting('archive_mode') as archive_mode,
            current_setting('synchronous_standby_names') as waits_for,
            case when pg_is_in_recovery() then pg_get_wal_replay_pause_state() <> 'not paused' else false end as paused,
            (select last_msg_receipt_time::text from pg_stat_wal_receiver where status = 'streaming') as heard`,
  );
  if (!rows.ok) {
    return rows;
  }
  const row = rows.value[0] ?? {};
  return succeed({
    heardAt: textOf(row.heard),
    state: {
      identifier: String(row.identifier),
      isStandby: row.standby === true,
      hearsPrimary: false,
      receivedLsn: textOf(row.received),
      replayedLsn: textOf(row.replayed),
      lastCommitAt: textOf(row.committed),
      isPaused: row.paused === true,
      archiveMode: String(row.archive_mode),
      waitsFor: String(row.waits_for),
    },
  });
};

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** What will be in the way once it is promoted, in sentences. */
export const warningsOf = ({isPaused, archiveMode, isStandby, waitsFor}: StandbyState): readonly string[] => [
  ...(waitsFor === ''
    ? []
    : [
        `Each commit waits for a standby (synchronous_standby_names is ${waitsFor}); where none of them follows it, nothing is acknowledged.`,
      ]),
  ...(isStandby && isPaused
    ? ['Its replay is paused; promotion ends the pause and replays what it has received.']
    : []),
  ...(archiveMode === 'off'
    ? ['Its archive_mode is off: as a primary it archives nothing until it is started again with archive_mode = on.']
    : []),
];
