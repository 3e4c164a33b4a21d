/** Rebuilds a moment of a cluster beside it: a base backup and the WAL archive, replayed up to a target and paused there. */
import {existsSync, readFileSync, rmSync, truncateSync} from 'node:fs';
import {join} from 'node:path';
import {performance} from 'node:perf_hooks';
import {fail, type Result, succeed} from '../base/result.ts';
import {fatalLine, runningServer, startServer, stopServer} from '../postgres/server.ts';
import {canRead} from '../postgres/server-user.ts';
import {describeTarget} from './recovery-target.ts';
import {clearSideDirectory, makeSideDirectory} from './side-directory.ts';
import {type SideMarker, sideNames, writeSideMarker} from './side-marker.ts';
import {planSide, type RestoreRequest, type SidePlan} from './side-plan.ts';
import {demandedSettings, writeSideSettings} from './side-settings.ts';
import {lookAtSide, type Reached, sideConnection, waitUntilPaused} from './side-state.ts';

export type SideInstance = Reached & {
  readonly connection: string;
  readonly directory: string;
  readonly pid: number;
  readonly target: string;
  /** True when it stood there already from an earlier try. */
  readonly reused: boolean;
  readonly seconds: {readonly copy: number; readonly replay: number; readonly total: number};
};

/** A copy and its replay take as long as they take; the step that waits for them has a limit of its own. */
const defaultTimeoutMs = 24 * 60 * 60_000;

/** Restores, or finds the same side instance already standing. What it leaves behind on failure is removed by the next try. */
export const restoreBeside = async (request: RestoreRequest): Promise<Result<SideInstance>> => {
  const plan = await planSide(request);
  if (!plan.ok) {
    return plan;
  }

  const {directory, marker, standing} = plan.value;
  if (standing !== null) {
    const ready = await reuse(request, plan.value, standing);
    if (!ready.ok) {
      return ready;
    }
    if (ready.value !== null) {
      return succeed(ready.value);
    }
  }

  try {
    const {user} = plan.value.tools;
    makeSideDirectory(directory, user);
    writeSideMarker(directory, marker);
    if (!(await canRead(user, directory))) {
      clearSideDirectory(directory, marker);
      return fail(
        `the account ${user.name} runs the side instance and cannot reach ${directory}; name a directory that it can enter`,
      );
    }
    return await restore(request, plan.value);
  } catch (thrown) {
    return fail(`the side instance cannot be made: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

/** A side instance of the same making that stands and waits is taken as it is; a half-made one of the same making is cleared. */
const reuse = async (
  request: RestoreRequest,
  {directory, marker}: SidePlan,
  standing: SideMarker,
): Promise<Result<SideInstance | null>> => {
  if (JSON.stringify(standing) !== JSON.stringify(marker)) {
    return fail(
      `${directory} holds a side instance of ${describeTarget(standing.target)}; discard it first, or name another directory`,
    );
  }

  const running = runningServer(join(directory, sideNames.data));
  const state = running === null ? null : await lookAtSide(standing, request);
  if (running !== null && state?.ok === true && state.value.paused) {
    const seconds = {copy: 0, replay: 0, total: 0};
    return succeed({
      ...describeSide(request, directory, standing),
      ...state.value.reached,
      pid: running.pid,
      reused: true,
      seconds,
    });
  }

  const stopped = await stopServer(join(directory, sideNames.data), 'immediate');
  if (!stopped.ok) {
    return stopped;
  }
  for (const name of [sideNames.data, sideNames.tablespaces]) {
    rmSync(join(directory, name), {recursive: true, force: true});
  }
  rmSync(join(directory, sideNames.log), {force: true});
  // The lock of a killed server's socket names its number; while nobody has collected the dead, a new server believes it.
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) {
    rmSync(join(standing.socketDir, name), {force: true});
  }
  return succeed(null);
};

const restore = async (request: RestoreRequest, plan: SidePlan): Promise<Result<SideInstance>> => {
  const {directory, from, lay, tools, marker} = plan;
  const startedMs = performance.now();
  const {onProgress = () => undefined} = request;
  onProgress(`copying ${from}`);
  const data = join(directory, sideNames.data);
  const laid = await lay({directory, user: tools.user, onProgress});
  if (!laid.ok) {
    clearSideDirectory(directory, marker);
    return laid;
  }
  const copiedMs = performance.now();

  onProgress(`replaying WAL up to ${describeTarget(request.target)}`);
  const reached = await replaySide(request, plan);
  if (!reached.ok) {
    await stopServer(data, 'immediate');
    clearSideDirectory(directory, marker);
    return reached;
  }

  const endedMs = performance.now();
  const seconds = {
    copy: inSeconds(copiedMs - startedMs),
    replay: inSeconds(endedMs - copiedMs),
    total: inSeconds(endedMs - startedMs),
  };
  const pid = runningServer(data)?.pid ?? 0;
  return succeed({...describeSide(request, directory, marker), ...reached.value, pid, reused: false, seconds});
};

/** Starts and waits; each time the server asks for more of something than it has, it gets it and starts again. */
export const replaySide = async (
  request: RestoreRequest,
  plan: SidePlan,
  demanded: Readonly<Record<string, string>> = {},
): Promise<Result<Reached>> => {
  const {directory, tools, recovery, marker} = plan;
  const dataDirectory = join(directory, sideNames.data);
  const logFile = join(directory, sideNames.log);
  writeSideSettings(directory, tools.user, {...marker, recovery, demanded});
  if (existsSync(logFile)) {
    truncateSync(logFile);
  }

  const options = ['-c', `config_file=${join(directory, sideNames.settings)}`];
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
  const started = await startServer(tools, {dataDirectory, logFile, options, timeoutMs});
  const reached = started.ok ? await waitUntilPaused({...request, marker, dataDirectory, logFile, timeoutMs}) : started;

  const more = demandedSettings(readLog(logFile));
  if (Object.keys(more).length > 0 && Object.entries(more).some(([name, value]) => demanded[name] !== value)) {
    await stopServer(dataDirectory, 'immediate');
    return replaySide(request, plan, {...demanded, ...more});
  }
  return reached.ok ? reached : fail(explainFailure(reached.reason, {request, logFile}));
};

const explainFailure = (
  reason: string,
  {request, logFile}: {readonly request: RestoreRequest; readonly logFile: string},
): string => {
  const fatal = fatalLine(logFile) ?? reason;
  if (/recovery ended before configured recovery target was reached/.test(fatal)) {
    return `the WAL archive ends before the target (${describeTarget(request.target)}); make the cluster archive its current WAL (select pg_switch_wal()), wait until it is there, and check the target`;
  }
  if (/requested recovery stop point is before consistent recovery point/.test(fatal)) {
    return `the base backup ended after the target (${describeTarget(request.target)}), so it cannot be brought there; take an earlier base backup`;
  }
  if (
    /could not locate required checkpoint record|WAL ends before (end of online backup|consistent recovery point)/.test(
      fatal,
    )
  ) {
    return `the WAL archive lacks segments that the base backup needs (${fatal}); check that it is the archive of this backup's cluster`;
  }
  return `the side instance does not come up: ${fatal}`;
};

/** Where it is and up to what it was asked to go. */
export const describeSide = (request: RestoreRequest, directory: string, marker: SideMarker) => ({
  connection: sideConnection(marker, request),
  directory,
  target: describeTarget(request.target),
});

const inSeconds = (ms: number): number => Math.round(ms) / 1000;

const readLog = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
