/** Performs a program that asks a person: it gets the terminal, and `script` writes down what it shows there. */
import {type ChildProcess, spawn} from 'node:child_process';
import {statSync} from 'node:fs';
import {resolve} from 'node:path';
import type {Duplex} from 'node:stream';
import type {Performed} from '../engine/actions/runner.ts';
import {attemptVariables} from './environment.ts';
import type {Ended, Refused} from './keeper-protocol.ts';
import {graceMs} from './keeper-watch.ts';
import type {Recall} from './lent-terminal.ts';
import type {Job, Workplace} from './perform-program.ts';
import {nameOf, notPerformed, outputOf, performedFrom} from './perform-program.ts';
import {printedScope} from './printed-scope.ts';
import {type ProcessMark, startTicksOf} from './process-table.ts';
import {whyNoFiles, whyNoTerminal} from './sentences.ts';
import {removeFiles, writeOwnFile} from './spool.ts';
import {orderVariable, stopWord, type TerminalOrder, type TerminalReply} from './terminal-keeper-protocol.ts';

export type OnTerminal = {
  readonly keeperPath: string;
  /** What kind of terminal it is, as programs are told. */
  readonly term: string | undefined;
  readonly started: (child: ProcessMark) => void;
};

/** Runs it to its end; another program that has the terminal is waited for. */
export const performOnTerminal = async (place: Workplace, job: Job, how: OnTerminal): Promise<Performed> => {
  const lent = await place.terminal.lend(job.request.attempt.step, recall => perform(place, job, {...how, recall}));
  return lent.ok ? lent.value : notPerformed(`${nameOf(job.program)} was not started: ${lent.reason}`, true);
};

type How = OnTerminal & {readonly recall: Recall};

const perform = async (place: Workplace, job: Job, how: How): Promise<Performed> => {
  const {program, files, name} = job;
  if (place.stops.isRequested(name)) {
    return notPerformed(`${nameOf(program)} was not started`, true);
  }
  const own = [...program.files.map(({path}) => path), files.script];
  try {
    for (const {path, text, mode} of program.files) {
      writeOwnFile(path, text, mode);
    }
    writeOwnFile(files.script, JSON.stringify(orderOf(place, job, how)), 0o600);
    // It is there before `script` opens it, so that nobody else can read it.
    writeOwnFile(files.out, '', 0o600);
  } catch (error) {
    removeFiles([...own, files.out]);
    return notPerformed(whyNoFiles(nameOf(program), error), true);
  }
  const output = outputOf(place, job);
  const outcome = await follow(place, job, how);
  removeFiles(own);
  if (outcome.type === 'ended' || outcome.type === 'refused') {
    return performedFrom(place, job, {outcome, output});
  }
  const printed = await output.finish();
  place.spool.retire([files.out]);
  return {
    ...notPerformed(outcome.why, outcome.type === 'not-started'),
    scope: printedScope(printed),
    ...printed.kept,
  };
};

const orderOf = ({passedOn, session}: Workplace, {request, program}: Job, {term}: OnTerminal): TerminalOrder => ({
  argv: program.argv,
  env: {
    ...passedOn,
    ...(term !== undefined && {TERM: term}),
    ...attemptVariables(request.attempt, session),
    ...program.env,
  },
  cwd: resolve(program.cwd ?? '.'),
  graceMs,
});

type Outcome =
  | Ended
  | Refused
  | {readonly type: 'not-started'; readonly why: string}
  | {readonly type: 'lost'; readonly why: string};

/** The same for every program, so that no value of a run ever stands in a shell's text. */
const fixedText = 'exec "$LIFEBOAT_TERMINAL_NODE" "$LIFEBOAT_TERMINAL_KEEPER"';

const timerMsMax = 2 ** 31 - 1;

const follow = (place: Workplace, job: Job, {keeperPath, term, recall, started}: How): Promise<Outcome> => {
  const {request, program, name, files} = job;
  // -O alone leaves its reader with what the terminal got, control sequences included; -f writes it as it comes.
  const child = spawn('script', ['-q', '-e', '-f', '-O', files.out, '-c', fixedText], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: {
      ...place.passedOn,
      // Its own lines in the transcript are found by their words.
      LC_ALL: 'C',
      SHELL: '/bin/sh',
      TERM: term ?? 'dumb',
      LIFEBOAT_TERMINAL_NODE: process.execPath,
      LIFEBOAT_TERMINAL_KEEPER: keeperPath,
      [orderVariable]: files.script,
    },
  });
  const line = lifeline(child);
  let ending: 'timed-out' | 'stopped' | undefined;
  const end = (cause: 'timed-out' | 'stopped'): void => {
    ending ??= cause;
    line.write(stopWord);
  };
  const timer = setTimeout(() => end('timed-out'), Math.min(request.timeoutMs, timerMsMax));
  const forget = place.stops.whenRequested(name, () => end('stopped'));
  recall.whenRecalled(() => line.end());
  const told = replies(line, pid => started({pid, startTicks: startTicksOf(pid) ?? ''}));
  return new Promise(resolve => {
    const finish = (outcome: Outcome): void => {
      clearTimeout(timer);
      forget();
      resolve(outcome);
    };
    child.on('error', error => {
      const code = 'code' in error && typeof error.code === 'string' ? error.code : error.message;
      finish({type: 'not-started', why: whyNoTerminal(nameOf(program), code)});
    });
    // After the last word of its keeper was read.
    child.on('close', () => {
      const reply = told();
      const at = {id: 0, attempt: name, atMs: Date.now()};
      if (reply?.type === 'refused') {
        finish({...reply, ...at});
      } else if (reply?.type === 'ended') {
        finish({
          ...reply,
          ...at,
          timedOut: ending === 'timed-out',
          ...(ending === 'stopped' && {stopped: true}),
          uptimeS: 0,
          outBytes: statSync(files.out, {throwIfNoEntry: false})?.size ?? 0,
          errBytes: 0,
        });
      } else {
        finish({type: 'lost', why: `the terminal of ${nameOf(program)} ended before it, so nobody knows how it ended`});
      }
    });
  });
};

/** What its keeper is told by, and tells by. When the engine dies it ends, and the program with it. */
const lifeline = (child: ChildProcess): Duplex => {
  const line = child.stdio[3] as Duplex;
  line.on('error', () => undefined);
  return line;
};

/** Listens; the returned function gives the last word. */
const replies = (line: Duplex, spawned: (pid: number) => void): (() => TerminalReply | undefined) => {
  let text = '';
  let last: TerminalReply | undefined;
  line.setEncoding('utf8').on('data', (more: string) => {
    const lines = (text + more).split('\n');
    text = lines.pop() ?? '';
    for (const one of lines) {
      last = JSON.parse(one) as TerminalReply;
      if (last.type === 'spawned') {
        spawned(last.pid);
      }
    }
  });
  return () => last;
};
