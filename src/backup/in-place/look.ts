/** What a restore in place would meet, for a person to see before they confirm it, and for a step to ask again afterwards. */
import {type Result, succeed} from '../../base/result.ts';
import type {Hindrance} from './hindrance.ts';
import {type InPlaceRequest, planInPlace} from './plan.ts';
import {type RestorePhase, readRecord} from './record.ts';

export type InPlaceLook = {
  readonly directory: string;
  /** Of the cluster that is there; null where nothing says so. */
  readonly identifier: string | null;
  readonly backupIdentifier: string;
  readonly isRunning: boolean;
  readonly pid: number | null;
  /** When its server was started, in whole seconds, to be confirmed with --started. */
  readonly startedAt: string | null;
  readonly backup: string;
  readonly backupStartedAt: string | null;
  /** The timeline that is followed; null for the newest of the archive. */
  readonly timeline: number | null;
  /** Segments that are in pg_wal alone and come along. */
  readonly segmentsOnlyHere: number;
  /** With --allow-gap, the segment that nobody has. */
  readonly missingSegment: string | null;
  readonly neededBytes: number;
  readonly availableBytes: number;
  readonly earlier: {
    readonly phase: RestorePhase;
    readonly beganAt: string;
    readonly oldDirectory: string | null;
  } | null;
  /** Whether a restore under the name of --once was finished here, and not taken back. */
  readonly isFinished: boolean;
};

/** Changes nothing. Fails with the first hindrance, as the restore itself would. */
export const lookInPlace = async (request: InPlaceRequest): Promise<Result<InPlaceLook, Hindrance>> => {
  const plan = await planInPlace({...request, isOnlyLook: true});
  if (!plan.ok) {
    return plan;
  }
  const {directory, found, server, timeline, wal, neededBytes, availableBytes} = plan.value;
  const {source, once} = request;
  const record = readRecord(directory);
  return succeed({
    directory,
    identifier: found.state === 'known' ? found.identifier : null,
    backupIdentifier: source.identifier,
    isRunning: server.process !== null,
    pid: server.process?.pid ?? null,
    startedAt: server.startedAtMs === null ? null : new Date(server.startedAtMs).toISOString(),
    backup: source.name,
    backupStartedAt: source.startedAt,
    timeline,
    segmentsOnlyHere: wal.onlyHere.length,
    missingSegment: wal.missing,
    neededBytes,
    availableBytes,
    earlier: record === null ? null : {phase: record.phase, beganAt: record.beganAt, oldDirectory: record.oldDirectory},
    isFinished: once !== undefined && record?.once === once && record.phase === 'finished',
  });
};
