/** What a former session's attempt came to: finished while nobody looked, still running, or nothing that can be told. */
import type {Found} from '../engine/actions/runner.ts';
import type {Over, Sight, Sought} from './keeper-watch.ts';
import {lookFor, waitForEnd} from './keeper-watch.ts';
import type {Job, Workplace} from './perform-program.ts';
import {isInteractive, isOutputThere, outputOf, performedFrom, printedFiles} from './perform-program.ts';
import type {ProcessMark} from './process-table.ts';
import {readTrace} from './record.ts';
import {removeFiles} from './spool.ts';
import {leftWords} from './survivors.ts';

export type Former = {
  /** The session in which the attempt began. */
  readonly session: number;
  readonly spawned: ProcessMark | undefined;
  readonly isSessionLocked: (session: number) => boolean;
};

/** Finds an attempt of a former session of this run, also after a restart of the host. */
export const findProgram = async (place: Workplace, job: Job, former: Former): Promise<Found> => {
  const {session, spawned, isSessionLocked} = former;
  const recordPath = place.spool.recordPath(session);
  const sought: Sought = {
    attempt: job.name,
    recordPath,
    isLocked: () => isSessionLocked(session),
    child: spawned,
    isStopped: () => place.stops.isRequested(job.name),
    files: printedFiles(withItsFiles(job, {recordPath, attempt: job.name})),
  };
  const seen = lookFor(sought, performance.now());
  return seen.sight === 'running'
    ? {found: 'running', pid: seen.pid, ended: follow(place, job, sought)}
    : settle(place, withItsFiles(job, sought), {...seen, left: []});
};

const follow = async (place: Workplace, job: Job, sought: Sought): Promise<Found> => {
  const itself = withItsFiles(job, sought);
  const output = outputOf(place, itself);
  const seen = asStopped(await waitForEnd(sought), place.stops.isRequested(job.name));
  return settle(place, itself, {...seen, output});
};

/** Its keeper did not know that it was a person who had it ended, nor of what could not be. */
const asStopped = (seen: Over, isStopped: boolean): Over =>
  isStopped && seen.sight === 'over' && seen.outcome.type === 'ended'
    ? {...seen, outcome: {...seen.outcome, stopped: true, left: seen.left}}
    : seen;

type Settled = Over & {readonly output?: ReturnType<typeof outputOf>};

const settle = async (place: Workplace, job: Job, seen: Settled): Promise<Found> => {
  removeFiles([job.files.script, job.files.passfile]);
  const output = seen.output ?? outputOf(place, job);
  if (seen.sight === 'gone') {
    await output.finish();
    place.spool.retire([job.files.out, job.files.err]);
    return {
      found: 'nothing',
      cause: isInteractive(job.request) ? lostTerminal : `${causeOf(seen)}${leftWords(seen.left)}`,
    };
  }
  const {outcome} = seen;
  if (outcome.type === 'ended' && !isOutputThere(outcome, job.files)) {
    await output.finish();
    place.spool.retire([job.files.out, job.files.err]);
    const how = outcome.exit === null ? `was ended by ${outcome.signal}` : `ended with exit code ${outcome.exit}`;
    return {found: 'nothing', cause: `it ${how} while nobody looked, and what it printed is gone`};
  }
  return {found: 'finished', performed: await performedFrom(place, job, {outcome, output}), endedAtMs: outcome.atMs};
};

const lostTerminal = 'the terminal that it asked on is gone, and with it what says how it ended';

const causeOf = ({isLocked, isThisBoot}: Extract<Sight, {readonly sight: 'gone'}>): string => {
  if (!isThisBoot) {
    return 'the host was restarted while it ran, and it left no result';
  }
  return isLocked
    ? 'it left no result and does not run any more, but something that its session started still does'
    : 'it left no result and nothing of it runs any more';
};

/** Where that session put its output may not be where this one would. */
const withItsFiles = (job: Job, {recordPath, attempt}: Pick<Sought, 'recordPath' | 'attempt'>): Job => {
  const {spawned} = readTrace(recordPath, attempt);
  return spawned ? {...job, files: {...job.files, out: spawned.out, err: spawned.err}} : job;
};
