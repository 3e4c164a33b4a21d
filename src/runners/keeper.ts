/** The keeper: starts what the engine names, outlives it, and leaves on disk how each program ended. A process of its own. */
import type {ChildProcess} from 'node:child_process';
import {spawn} from 'node:child_process';
import {existsSync, writeSync} from 'node:fs';
import {uptime} from 'node:os';
import {markVariable} from './environment.ts';
import {closeFiles, type Files, openFiles, printedTo} from './keeper-files.ts';
import type {Ended, Order, RecordLine, Refused, Reply, StopOrder} from './keeper-protocol.ts';
import {unknownHolders} from './lock-holders.ts';
import {bootId, startTicksOf} from './process-table.ts';
import {endProgram, type Survivor} from './survivors.ts';

// The engine hands over exactly these; the record is standard error, so that a crash leaves its reason there too.
const toEngineFd = 1;
const recordFd = 2;
const sessionLockFd = 3;

/** setTimeout counts in 31 bits. */
const timerMsMax = 2 ** 31 - 1;

type Running = {
  readonly order: Order;
  readonly child: ChildProcess;
  readonly files: Files;
  isOver: boolean;
  ending?: {readonly cause: 'timed-out' | 'stopped'; readonly left: Promise<Left>};
};

const ownStartTicks = startTicksOf(process.pid) ?? '';
const running = new Set<Running>();
let engineGone = false;

/** Starts one program and sees to its time-out and its end. */
const carryOut = (order: Order): void => {
  let files: Files;
  try {
    files = openFiles(order);
  } catch (error) {
    refuse(order, codeOf(error), 'spool');
    return;
  }
  const [program = '', ...args] = order.argv;
  try {
    const child = spawn(program, args, {
      detached: true,
      cwd: order.cwd,
      env: {...order.env, [markVariable]: markOf(order)},
      stdio: [files.stdin ?? 'ignore', files.out, files.err, sessionLockFd],
    });
    watch({order, child, files, isOver: false});
  } catch (error) {
    closeFiles(order, files);
    refuse(order, codeOf(error), 'program');
  }
};

const watch = (one: Running): void => {
  const {order, child, files} = one;
  const {id, attempt, out, err, timeoutMs} = order;
  if (child.pid === undefined) {
    child.on('error', error => {
      closeFiles(order, files);
      refuse(order, codeOf(error), !existsSync(order.cwd) ? 'cwd' : 'program');
    });
    return;
  }
  running.add(one);
  const {pid} = child;
  // Its number cannot be given to another process before the exit has been collected, which happens after this.
  const startTicks = startTicksOf(pid) ?? '';
  say({
    type: 'spawned',
    id,
    attempt,
    pid,
    startTicks,
    mark: markOf(order),
    out,
    err,
    deadlineUptimeS: uptime() + timeoutMs / 1_000,
  });

  const timer = setTimeout(() => endEarly(one, 'timed-out'), Math.min(timeoutMs, timerMsMax));

  child.on('error', () => undefined);
  child.on('exit', (exit, signal) => {
    clearTimeout(timer);
    one.isOver = true;
    const how = {exit, signal, atMs: Date.now(), uptimeS: uptime()};
    const finish = (left: Left): void => {
      running.delete(one);
      const said = ended(one, how, left);
      say(said);
      closeFiles(order, files, said);
      leaveWhenIdle();
    };
    if (one.ending === undefined) {
      finish({});
    } else {
      void one.ending.left.then(finish);
    }
  });
};

/** Asks the program and all that it has started to end, and ends them after the grace time. The first cause counts. */
const endEarly = (one: Running, cause: 'timed-out' | 'stopped'): void => {
  const {pid} = one.child;
  if (pid !== undefined && one.ending === undefined) {
    const {graceMs, out, err} = one.order;
    const child = {pid, startTicks: startTicksOf(pid) ?? ''};
    const traces = {child, mark: markOf(one.order), files: [out, err]};
    const perhaps = (): readonly Survivor[] =>
      unknownHolders(sessionLockFd, child, new Set([...running].map(other => other.child.pid ?? 0)));
    one.ending = {
      cause,
      left: endProgram(traces, {graceMs, isOver: () => one.isOver}).then(left => ({left, perhaps: perhaps()})),
    };
  }
};

/** No other keeper of this host has had this number since this moment. */
const markOf = ({id}: Order): string => `${process.pid}-${ownStartTicks}-${id}`;

const stop = ({attempt}: StopOrder): void => {
  for (const one of running) {
    if (one.order.attempt === attempt) {
      endEarly(one, 'stopped');
    }
  }
};

type How = Pick<Ended, 'exit' | 'signal' | 'atMs' | 'uptimeS'>;
type Left = Pick<Ended, 'left' | 'perhaps'>;

const ended = ({order, files, ending}: Running, how: How, {left = [], perhaps = []}: Left): Ended => ({
  type: 'ended',
  id: order.id,
  attempt: order.attempt,
  ...how,
  timedOut: ending?.cause === 'timed-out',
  ...(ending?.cause === 'stopped' && {stopped: true}),
  ...(left.length > 0 && {left}),
  ...(perhaps.length > 0 && {perhaps}),
  ...printedTo(files),
});

const refuse = ({id, attempt}: Order, code: string, cause: Refused['cause']): void => {
  say({type: 'refused', id, attempt, code, cause, atMs: Date.now()});
  leaveWhenIdle();
};

/** On disk first, then to the engine: one write each. The line feed before it keeps a torn line from spoiling this one. */
const say = (reply: Reply): void => {
  const line = JSON.stringify(reply);
  note(line);
  if (engineGone) {
    return;
  }
  try {
    writeSync(toEngineFd, `${line}\n`);
  } catch {
    engineGone = true;
  }
};

const note = (line: string): void => {
  try {
    writeSync(recordFd, `\n${line}\n`);
  } catch {
    // A full disk: the engine is still told; without an engine the outcome stays unknown, which is the truth.
  }
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'EUNKNOWN';

const leaveWhenIdle = (): void => {
  if (engineGone && running.size === 0) {
    process.exit(0);
  }
};

const listen = (): void => {
  let rest = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    // A half line is an order that the engine died over; its program never starts.
    for (const line of lines) {
      const order: Order | StopOrder = JSON.parse(line);
      if ('type' in order) {
        stop(order);
      } else {
        carryOut(order);
      }
    }
  });
  const gone = (): void => {
    engineGone = true;
    leaveWhenIdle();
  };
  process.stdin.on('end', gone);
  process.stdin.on('error', gone);
};

// It goes when nothing is left to keep; to be told to go earlier would make outcomes unknown.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => undefined);
}
const hello: RecordLine = {
  type: 'keeper',
  pid: process.pid,
  startTicks: ownStartTicks,
  bootId: bootId(),
};
note(JSON.stringify(hello));
listen();
