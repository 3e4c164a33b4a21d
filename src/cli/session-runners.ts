/** The runners of a session, and with them its keeper: started as early as there is a lock to hand on. */
import {join} from 'node:path';
import {isLocked} from '../journal/lock.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import {measure, roomOf} from '../journal/segments/file-system.ts';
import {everyStep} from '../machine/compile.ts';
import type {Fact, Mode} from '../run/event.ts';
import {attemptFileName} from '../run/path.ts';
import {type Message, type OpenedRunners, openRunners} from '../runners/runners.ts';
import type {Catalogued} from './catalog.ts';
import {drillSurroundings} from './drill-surroundings.ts';
import type {Injecting} from './injects/injecting.ts';
import {sessionLockPath} from './run-locks.ts';
import {runnerPlaces} from './runner-places.ts';
import {type TerminalLoan, terminalLoan} from './terminal-loan.ts';

export type SessionParts = {
  readonly directory: RunDirectory;
  readonly catalogued: Catalogued;
  readonly mode: Mode;
  readonly lab: {readonly [name: string]: string};
  readonly session: number;
  /**
   * The open file of the session's lock. A lock belongs to the open file, so a keeper that was given it before the lock
   * was taken holds it as well; nothing is ordered of it before then.
   */
  readonly sessionLockFd: number;
  readonly former: readonly Fact[];
  /** Of a drill with injects: where its steps find programs. */
  readonly injecting?: Pick<Injecting, 'surroundings'> | undefined;
};

export type SessionRunners = OpenedRunners & {
  /** What is offered here, programs of steps can be given. */
  readonly terminal: TerminalLoan;
};

/** Opens them; the keeper starts while the rest is still being opened, where anything is going to need it. */
export const sessionRunners = (parts: SessionParts): SessionRunners => {
  const {directory, catalogued, mode, lab, session, sessionLockFd} = parts;
  const over = new Set(parts.former.flatMap(attemptOver));
  const terminal = terminalLoan();
  const runners = openRunners({
    terminal,
    runDir: directory.path,
    session,
    sessionLockFd,
    isSessionLocked: former => isLocked(sessionLockPath(directory, former)),
    isNearlyFull: () => roomOf(measure(directory.path)) === 'nearly-full',
    isOver: attempt => over.has(attempt),
    ...(mode === 'drill' ? drillSurroundings(environmentOf(parts), lab) : {env: process.env}),
    ...runnerPlaces(),
    notify: logMessages(join(directory.path, '..', '..', 'log', 'lifeboat.log')),
  });
  if (everyStep(catalogued.runbook).some(({step}) => step.kind === 'command' || step.kind === 'script')) {
    runners.warm();
  }
  return {...runners, terminal};
};

/** Until the plan has channels a message is a line in the log that every installation has. */
const logMessages =
  (path: string): ((message: Message) => Promise<void>) =>
  async message => {
    const {openLogFile} = await import('./log-file.ts');
    openLogFile(path)('info', 'notification', message);
  };

const environmentOf = ({injecting}: SessionParts): NodeJS.ProcessEnv => ({...process.env, ...injecting?.surroundings});

const attemptOver = (fact: Fact): readonly string[] => {
  const {type} = fact;
  const ends: readonly string[] = ['performed', 'succeeded', 'failed', 'unknown', 'undone', 'undo-failed'];
  return 'attempt' in fact && ends.includes(type) ? [attemptFileName(fact.step, fact.attempt)] : [];
};
