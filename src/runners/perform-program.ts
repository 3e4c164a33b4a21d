/** Performs a program: orders it from the keeper, follows what it prints, and says what came of it. */
import {existsSync} from 'node:fs';
import {join, resolve} from 'node:path';
import type {Performed, PerformRequest} from '../engine/actions/runner.ts';
import {attemptFileName} from '../run/path.ts';
import {attemptVariables} from './environment.ts';
import {heldBackOutput} from './held-back.ts';
import type {KeeperClient, Lost} from './keeper-client.ts';
import type {Ended, Refused} from './keeper-protocol.ts';
import {waitForEnd} from './keeper-watch.ts';
import type {LentTerminal} from './lent-terminal.ts';
import type {LiveOutput} from './live-output.ts';
import type {AttemptOutput, End} from './output.ts';
import {followOutput} from './output.ts';
import {printedScope} from './printed-scope.ts';
import type {ProcessMark} from './process-table.ts';
import type {Program} from './program.ts';
import type {Trace} from './record.ts';
import {redactText} from './redact.ts';
import {remoteOutcome} from './remote-outcome.ts';
import {exitCodeOf, type Stage, whyFailed, whyLost, whyNoFiles, whyRefused} from './sentences.ts';
import type {Spool, SpoolFiles} from './spool.ts';
import {removeFiles, writeOwnFile} from './spool.ts';
import type {Stops} from './stops.ts';
import {leftWords} from './survivors.ts';

export type Workplace = {
  readonly runDir: string;
  readonly session: number;
  readonly spool: Spool;
  readonly keeper: KeeperClient;
  readonly live: LiveOutput;
  readonly stops: Stops;
  /** What all programs see of the operator's environment. */
  readonly passedOn: {readonly [name: string]: string};
  readonly terminal: LentTerminal;
  /** Between asking a program to end and ending it. */
  readonly graceMs: number;
  /** Whether the disk of the run has hardly any room left; costs one call of the kernel. */
  readonly isNearlyFull: () => boolean;
};

export type Job = {
  readonly request: PerformRequest;
  readonly program: Program;
  /** In file names and in the keeper's record. */
  readonly name: string;
  readonly files: SpoolFiles;
};

/** Runs the program to its end. */
export const performProgram = async (
  place: Workplace,
  job: Job,
  started: (child: ProcessMark) => void,
): Promise<Performed> => {
  const {request, program, name, files} = job;
  const own = program.files.map(({path}) => path);
  try {
    for (const {path, text, mode} of program.files) {
      writeOwnFile(path, text, mode);
    }
  } catch (error) {
    removeFiles(own);
    return notPerformed(whyNoFiles(nameOf(program), error), true);
  }
  const carried = place.keeper.carryOut(
    {
      attempt: name,
      argv: program.argv,
      env: {...place.passedOn, ...attemptVariables(request.attempt, place.session), ...program.env},
      cwd: resolve(program.cwd ?? '.'),
      ...(program.stdin !== undefined && {stdin: program.stdin}),
      out: files.out,
      err: files.err,
      timeoutMs: request.timeoutMs,
      graceMs: place.graceMs,
      remove: own,
    },
    ({pid, startTicks}) => started({pid, startTicks}),
  );
  // While the keeper makes the files that are followed here.
  const output = outputOf(place, job);
  const forget = place.stops.whenRequested(name, () => place.keeper.stop(name));
  const outcome = await carried;
  forget();
  if (outcome.type === 'lost') {
    const performed = await performedWithoutKeeper(place, job, {outcome, output});
    removeFiles(own);
    return performed;
  }
  return performedFrom(place, job, {outcome, output});
};

/** Follows what the program prints; a probe is followed for its answer only. */
export const outputOf = (
  {runDir, live, isNearlyFull}: Pick<Workplace, 'runDir' | 'live' | 'isNearlyFull'>,
  {request, name, files, program}: Omit<Job, 'program'> & Partial<Pick<Job, 'program'>>,
): AttemptOutput => {
  const isRemote = program?.remote !== undefined;
  const isTranscript = isInteractive(request);
  const source = {out: files.out, err: files.err, secrets: request.secrets, isRemote, isTranscript};
  if (request.use === 'probe') {
    return request.heldBack ? heldBackOutput(source, request.heldBack) : followOutput(source);
  }
  const file = `output/${attemptFileName(request.attempt.step, request.attempt.attempt)}.log`;
  return live.follow(name, {...source, log: {path: join(runDir, file), file, isNearlyFull}}, request.heldBack);
};

/** What came of a program whose end is known. */
export const performedFrom = async (
  {spool}: Workplace,
  {request, program, files}: Job,
  {outcome, output}: {readonly outcome: Ended | Refused; readonly output: AttemptOutput},
): Promise<Performed> => {
  const end: End = outcome.type === 'ended' ? endOf(outcome) : {};
  const {exit} = end;
  const printed = await output.finish(end);
  spool.retire(leftBy(outcome, files));
  const hide = (text: string): string => redactText(text, request.secrets);
  if (program.remote !== undefined) {
    const {reason: why, exit: code, certain} = remoteOutcome({program, timeoutMs: request.timeoutMs}, outcome, printed);
    return {
      ok: why === undefined,
      ...(why !== undefined && {reason: hide(why)}),
      scope: outcome.type === 'refused' ? {} : {...(code !== undefined && {exit: code}), ...printedScope(printed)},
      ...printed.kept,
      certain,
    };
  }
  if (outcome.type === 'refused') {
    return notPerformed(hide(whyRefused(nameOf(program), outcome, program.cwd)), true);
  }
  const reason = whyFailed(nameOf(program), outcome, {timeoutMs: request.timeoutMs, stderr: printed.openStderr});
  return {
    ok: reason === undefined,
    ...(reason !== undefined && {reason}),
    scope: {...(exit !== undefined && {exit}), ...printedScope(printed)},
    ...printed.kept,
    certain: !outcome.timedOut && !outcome.stopped,
  };
};

/** The keeper died: its record may still know the end; else nobody does, and nothing is said before all of it has ended. */
const performedWithoutKeeper = async (
  place: Workplace,
  job: Job,
  {outcome, output}: {readonly outcome: Lost; readonly output: AttemptOutput},
): Promise<Performed> => {
  const recordPath = place.spool.recordPath(place.session);
  const seen = await waitForEnd({
    attempt: job.name,
    recordPath,
    child: outcome.child,
    isStopped: () => place.stops.isRequested(job.name),
    files: printedFiles(job),
  });
  if (seen.sight === 'over') {
    // It may have died before it removed what was empty.
    place.spool.retire([job.files.out, job.files.err]);
    return performedFrom(place, job, {outcome: seen.outcome, output});
  }
  const printed = await output.finish();
  place.spool.retire([job.files.out, job.files.err]);
  const stage = stageOf(outcome, seen.trace);
  return {
    ...notPerformed(
      `${whyLost(nameOf(job.program), outcome.reason, stage)}${leftWords(seen.left)}`,
      stage === 'not-taken',
    ),
    scope: printedScope(printed),
    ...printed.kept,
  };
};

/** What it prints to. */
export const printedFiles = ({files}: Pick<Job, 'files'>): readonly string[] => [files.out, files.err];

const stageOf = ({child, keeperPid}: Lost, {keepers, spawned}: Trace): Stage => {
  if (child !== undefined || spawned !== undefined) {
    return 'started';
  }
  // It says that it is there before it takes an order.
  return keepers.some(({pid}) => pid === keeperPid) ? 'perhaps-started' : 'not-taken';
};

const endOf = (ended: Ended): End => ({
  printedBytes: ended.outBytes + ended.errBytes,
  ...(!ended.timedOut && {exit: exitCodeOf(ended)}),
});

/** The keeper removes the files of streams that nothing was printed to. */
const leftBy = (outcome: Ended | Refused, {out, err}: SpoolFiles): readonly string[] =>
  outcome.type === 'refused'
    ? [out, err]
    : [...(outcome.outBytes > 0 ? [out] : []), ...(outcome.errBytes > 0 ? [err] : [])];

/** Whether what an ended program printed can still be read. */
export const isOutputThere = ({outBytes, errBytes}: Ended, files: Pick<SpoolFiles, 'out' | 'err'>): boolean =>
  (outBytes === 0 || existsSync(files.out)) && (errBytes === 0 || existsSync(files.err));

/** Whether it gets the terminal instead of a keeper. */
export const isInteractive = ({action, use}: PerformRequest): boolean =>
  action.kind === 'command' && action.interactive === true && use === 'action';

/** Nothing to look at but the reason. */
export const notPerformed = (reason: string, certain: boolean): Performed => ({ok: false, reason, scope: {}, certain});

export const nameOf = ({argv, name}: Program): string => name ?? argv[0] ?? '';
