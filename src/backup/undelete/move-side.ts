/** Moves a side instance to another moment: forward by replaying on, back by copying the base backup again. */
import {join} from 'node:path';
import {performance} from 'node:perf_hooks';
import {fail, type Result, succeed} from '../../base/result.ts';
import {runningServer, stopServer} from '../../postgres/server.ts';
import {bytesOf} from '../base-backup.ts';
import type {RecoveryTarget} from '../recovery-target.ts';
import {describeSide, replaySide, restoreBeside, type SideInstance} from '../restore-beside.ts';
import {readSideMarker, type SideMarker, sideNames, writeSideMarker} from '../side-marker.ts';
import {planSide, type RestoreRequest, type SidePlan} from '../side-plan.ts';
import {lookAtSide, type Reached, type SideLogin} from '../side-state.ts';

export type MoveRequest = SideLogin & {
  readonly intoDir: string;
  readonly target: RecoveryTarget;
  readonly onProgress?: (sentence: string) => void;
};

export type MovedSide = SideInstance & {readonly moved: 'forward' | 'back' | 'stayed'};

/**
 * The same base backup and archive, as the marker has them. Where nobody can say whether the new moment lies behind the old
 * one, as with the number of a transaction, it is made again, which is always right.
 */
export const moveSide = async ({intoDir, target, ...more}: MoveRequest): Promise<Result<MovedSide>> => {
  const standing = readSideMarker(intoDir);
  if (standing === null) {
    return fail(`${intoDir} is not a side instance of ours; restore one there first`);
  }
  const {backupDir, restoreCommand} = standing;
  const request: RestoreRequest = {...more, backupDir, wal: {restoreCommand}, intoDir, target};
  const plan = await planSide(request);
  if (!plan.ok) {
    return plan;
  }
  if (JSON.stringify(standing.target) === JSON.stringify(target)) {
    const same = await restoreBeside(request);
    return same.ok ? succeed({...same.value, moved: same.value.reused ? 'stayed' : 'back'}) : same;
  }

  return (await standsBehind(standing, request)) ? goOn(request, plan.value) : goBack(request, plan.value);
};

const goBack = async (request: RestoreRequest, plan: SidePlan): Promise<Result<MovedSide>> => {
  const marked = await stopAndMark(plan, 'immediate');
  const again = marked.ok ? await restoreBeside(request) : marked;
  return again.ok ? succeed({...again.value, moved: 'back'}) : again;
};

const stopAndMark = async ({directory, marker}: SidePlan, mode: 'fast' | 'immediate'): Promise<Result<void>> => {
  const stopped = await stopServer(join(directory, sideNames.data), mode);
  try {
    writeSideMarker(directory, marker);
    return stopped;
  } catch (thrown) {
    return fail(`the side instance cannot be moved: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

/** Whether it waits, behind the target, as far as its own words tell. */
const standsBehind = async (standing: SideMarker, request: RestoreRequest): Promise<boolean> => {
  const isUp = runningServer(join(request.intoDir, sideNames.data)) !== null;
  const state = isUp ? await lookAtSide(standing, request) : null;
  return state?.ok === true && state.value.paused && isBehind(state.value.reached, request.target);
};

const isBehind = ({recoveredTo, lsn}: Reached, target: RecoveryTarget): boolean => {
  if ('untilLsn' in target) {
    return bytesOf(lsn) <= bytesOf(target.untilLsn);
  }
  return 'untilTime' in target && recoveredTo !== null && Date.parse(recoveredTo) < Date.parse(target.untilTime);
};

const goOn = async (request: RestoreRequest, plan: SidePlan): Promise<Result<MovedSide>> => {
  const startedMs = performance.now();
  const marked = await stopAndMark(plan, 'fast');
  if (!marked.ok) {
    return marked;
  }
  const reached = await replaySide(request, plan);
  if (!reached.ok) {
    return fail(`${reached.reason}; the side instance is down now, and moving it to an earlier moment makes it again`);
  }
  const seconds = Math.round(performance.now() - startedMs) / 1000;
  return succeed({
    ...describeSide(request, plan.directory, plan.marker),
    ...reached.value,
    pid: runningServer(join(plan.directory, sideNames.data))?.pid ?? 0,
    reused: false,
    seconds: {copy: 0, replay: seconds, total: seconds},
    moved: 'forward',
  });
};
