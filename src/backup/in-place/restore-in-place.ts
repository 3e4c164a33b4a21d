/** Brings a cluster back in its own directory, from a backup and all WAL that there is; the old data are kept beside it. */
import {existsSync, rmSync} from 'node:fs';
import {performance} from 'node:perf_hooks';
import {type Result, succeed} from '../../base/result.ts';
import type {FoundServer} from '../../postgres/found-server.ts';
import {stopServer} from '../../postgres/server.ts';
import {checkConnection} from './check-connection.ts';
import {claimDirectory} from './claim.ts';
import {endRecovery} from './configuration.ts';
import {type Hindrance, impossible, unsafe} from './hindrance.ts';
import {checkIdentity} from './identity.ts';
import {type InPlacePlan, type InPlaceRequest, planInPlace} from './plan.ts';
import {
  oldPath,
  type RestorePhase,
  type RestoreRecord,
  readRecord,
  restoringPath,
  thisProcess,
  writeRecord,
} from './record.ts';
import {askRecovered, askToReload, logEnd, startAgain, waitUntilRecovered} from './recovered.ts';
import {recoveryLines} from './recovery-lines.ts';
import {switching, switchOver} from './switch-over.ts';
import {finish, inWords, judge, type RestoredInPlace, undoHint} from './verdict.ts';

export type InPlaceRun = InPlaceRequest & {
  /** A connection to the cluster, to ask the restored server by; else its socket is tried. */
  readonly live?: string | undefined;
  readonly login: {readonly user: string; readonly database: string};
  /** Instead of only asking it: what has to be done before clients may write. Where it fails, they stay out, and it is tried again. */
  readonly ask?: typeof askRecovered;
  readonly stopWithinMs: number;
  readonly timeoutMs: number;
  readonly onProgress: (sentence: string) => void;
};

/** A restore that was killed is gone on with when it is asked for again. */
export const restoreInPlace = async (run: InPlaceRun): Promise<Result<RestoredInPlace, Hindrance>> => {
  const startedMs = performance.now();
  const done = finishedUnder(run);
  if (done !== null) {
    return judge(run, {...done, reused: true});
  }
  const plan = await planInPlace(run);
  if (!plan.ok) {
    return plan;
  }
  const leads = await checkConnection(run.live, plan.value, run.source.identifier);
  if (!leads.ok) {
    return leads;
  }
  const claim = claimDirectory(plan.value.directory);
  if (!claim.ok) {
    return claim;
  }
  try {
    return await begin(run, plan.value, startedMs);
  } catch (thrown) {
    return impossible(
      `The restore stopped: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      'Run it again to go on, or take it back with lifeboat backup undo-restore.',
    );
  } finally {
    claim.value.release();
  }
};

const begin = async (
  run: InPlaceRun,
  plan: InPlacePlan,
  startedMs: number,
): Promise<Result<RestoredInPlace, Hindrance>> => {
  if (JSON.stringify(readRecord(plan.directory)) !== JSON.stringify(plan.record)) {
    return unsafe(
      `Another program has restored ${plan.directory} just now.`,
      'Look again before it is done once more.',
    );
  }
  const begun = beginOrGoOn(run, plan);
  return begun.ok ? carryOut(run, plan, {record: begun.value, startedMs}) : begun;
};

/** The result of a restore that was finished under this name. */
const finishedUnder = ({dataDirectory, once}: InPlaceRequest): RestoredInPlace | null => {
  const record = readRecord(dataDirectory);
  return once !== undefined && record?.once === once && record.phase === 'finished'
    ? (record.result as RestoredInPlace)
    : null;
};

const beginOrGoOn = (
  {source, target, once, isDelta, firstOptions}: InPlaceRun,
  {directory, found, server, record, timeline}: InPlacePlan,
): Result<RestoreRecord, Hindrance> => {
  if (record !== null && (record.phase === 'switching' || record.phase === 'recovering')) {
    const isSame =
      record.backup === source.name &&
      record.isDelta === isDelta &&
      JSON.stringify(record.target) === JSON.stringify(target);
    return isSame
      ? succeed(writeRecord({...record, by: thisProcess()}))
      : unsafe(
          `A restore of ${directory} that was begun at ${record.beganAt} is not finished: ${record.backup} to ${inWords(record.target)}.`,
          'Run it again as it was to go on, or take it back first with lifeboat backup undo-restore.',
        );
  }
  const now = new Date();
  return succeed(
    writeRecord({
      format: 1,
      kind: 'lifeboat-restore-in-place',
      phase: 'preparing',
      once: once ?? null,
      // Another try of one that was killed: what that one laid is known by it.
      beganAt: record?.phase === 'preparing' ? record.beganAt : now.toISOString(),
      by: thisProcess(),
      directory,
      oldDirectory: found.state === 'empty' && !existsSync(directory) ? null : oldPath(directory, now),
      restoring: restoringPath(directory),
      backup: source.name,
      target,
      isDelta,
      identifier: source.identifier,
      timeline,
      server: serverOf(server, record, firstOptions),
      result: null,
    }),
  );
};

/** One that stopped it and was killed then knew more of it than can be seen now. */
const serverOf = (
  {process, words, logFile, socket}: FoundServer,
  former: RestoreRecord | null,
  options: InPlaceRun['firstOptions'],
): RestoreRecord['server'] =>
  process === null && former?.phase === 'preparing'
    ? former.server
    : {wasRunning: process !== null, words: words ?? (options ? {program: '', options} : null), logFile, socket};

type Going = {readonly record: RestoreRecord; readonly startedMs: number};

const carryOut = async (
  run: InPlaceRun,
  plan: InPlacePlan,
  {record: begun, startedMs}: Going,
): Promise<Result<RestoredInPlace, Hindrance>> => {
  const {source, onProgress} = run;
  const {tools, directory} = plan;
  let record = begun;
  const enter = (phase: RestorePhase): void => {
    record = writeRecord({...record, phase});
  };

  if (record.phase === 'preparing') {
    if (!record.isDelta) {
      onProgress(`copying ${source.name}`);
      const laid = await source.lay({into: record.restoring, user: tools.user, onProgress});
      if (!laid.ok) {
        rmSync(record.restoring, {recursive: true, force: true});
        return impossible(`${laid.reason}.`, 'Nothing was changed. Take another backup.');
      }
    }
    const same = await stopConfirmed(run, plan);
    if (!same.ok) {
      rmSync(record.restoring, {recursive: true, force: true});
      return same;
    }
    enter('switching');
  }
  const copiedMs = performance.now();

  if (record.phase === 'switching') {
    onProgress(switching(record));
    const stopped = await stopServer(directory, 'fast', run.stopWithinMs);
    const switched = stopped.ok
      ? await switchOver({record, source, user: tools.user, recovery: recoveryLines(source, plan, record), onProgress})
      : impossible(`${stopped.reason}.`, stopHint);
    if (!switched.ok) {
      return switched;
    }
    record = {...record, result: {segmentsSaved: switched.value.saved}};
    enter('recovering');
  }
  return recover(run, plan, {record, startedMs, copiedMs});
};

const stopHint =
  'Something keeps it up, such as a standby that does not answer; lifeboat backup stop-server --immediate ends it at once, and no WAL is lost by that.';

/** Looks at the target a last time, at the moment when it is touched: it may be another one by now. */
const stopConfirmed = async (run: InPlaceRun, {directory}: InPlacePlan): Promise<Result<void, Hindrance>> => {
  const again = await planInPlace(run);
  if (!again.ok) {
    return again;
  }
  if (again.value.server.process !== null) {
    run.onProgress(`stopping the server in ${directory}`);
    const stopped = await stopServer(directory, 'fast', run.stopWithinMs);
    if (!stopped.ok) {
      return impossible(`${stopped.reason}.`, stopHint);
    }
  }
  const same = checkIdentity(directory, run.confirmed, run.source.identifier);
  return same.ok ? succeed(undefined) : same;
};

type Recovering = Going & {readonly copiedMs: number};

const recover = async (
  run: InPlaceRun,
  plan: InPlacePlan,
  {record, startedMs, copiedMs}: Recovering,
): Promise<Result<RestoredInPlace, Hindrance>> => {
  const {tools, directory} = plan;
  const {timeoutMs, onProgress} = run;
  onProgress(`replaying WAL to ${inWords(record.target)}`);
  const fromByte = logEnd(record.server.logFile);
  const started = await startAgain({directory, tools, ...record.server, timeoutMs, onProgress});
  if (!started.ok) {
    return impossible(started.reason.sentence, `${started.reason.wayOut} ${undoHint}`);
  }
  const {logFile, pid, startedAt} = started.value;
  const recovered = await waitUntilRecovered(directory, {logFile, fromByte, timeoutMs});
  if (!recovered.ok) {
    return recovered;
  }
  const answer = await (run.ask ?? askRecovered)({directory, live: run.live, ...run.login});
  if (!answer.ok && run.ask !== undefined) {
    return impossible(
      `The server runs, and no client may write yet: ${answer.reason}.`,
      'Put that right, and run this again.',
    );
  }
  endRecovery(directory, tools.user);
  askToReload(directory, pid);

  const endedMs = performance.now();
  const seconds = {
    copy: inSeconds(copiedMs - startedMs),
    down: inSeconds(endedMs - copiedMs),
    total: inSeconds(endedMs - startedMs),
  };
  return finish(run, record, {answer, pid, startedAt, logFile, seconds});
};

const inSeconds = (ms: number): number => Math.round(ms) / 1000;
