/** The keeper: starts what the engine names, outlives it, and leaves on disk how each program ended. A process of its own. */
import type {ChildProcess} from 'node:child_process';
import {spawn} from 'node:child_process';
import {closeSync, constants, existsSync, fstatSync, openSync, unlinkSync, writeSync} from 'node:fs';
import {uptime} from 'node:os';
import type {Ended, Order, RecordLine, Refused, Reply, StopOrder} from './keeper-protocol.ts';
import {bootId, startTicksOf} from './process-table.ts';

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
  ending: 'timed-out' | 'stopped' | undefined;
  graceTimer?: NodeJS.Timeout;
};
type Printed = Pick<Ended, 'outBytes' | 'errBytes'>;
type Files = {readonly stdin: number | undefined; readonly out: number; readonly err: number};

/** What a program printed that never started. */
const nothing: Printed = {outBytes: 0, errBytes: 0};

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
      env: order.env,
      stdio: [files.stdin ?? 'ignore', files.out, files.err, sessionLockFd],
    });
    watch({order, child, files, ending: undefined});
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
  say({type: 'spawned', id, attempt, pid, startTicks, out, err, deadlineAtMs: Date.now() + timeoutMs});

  const timer = setTimeout(() => endEarly(one, 'timed-out'), Math.min(timeoutMs, timerMsMax));

  child.on('error', () => undefined);
  child.on('exit', (exit, signal) => {
    clearTimeout(timer);
    clearTimeout(one.graceTimer);
    if (one.ending !== undefined) {
      signalGroup(pid, 'SIGKILL');
    }
    running.delete(one);
    const said = ended(one, exit, signal);
    say(said);
    closeFiles(order, files, said);
    leaveWhenIdle();
  });
};

/** Asks the program's whole group to end, and ends it after its grace time. The first cause counts. */
const endEarly = (one: Running, cause: 'timed-out' | 'stopped'): void => {
  const {pid} = one.child;
  if (pid !== undefined && one.ending === undefined) {
    one.ending = cause;
    signalGroup(pid, 'SIGTERM');
    one.graceTimer = setTimeout(() => signalGroup(pid, 'SIGKILL'), one.order.graceMs);
  }
};

const stop = ({attempt}: StopOrder): void => {
  for (const one of running) {
    if (one.order.attempt === attempt) {
      endEarly(one, 'stopped');
    }
  }
};

const ended = ({order, files, ending}: Running, exit: number | null, signal: string | null): Ended => ({
  type: 'ended',
  id: order.id,
  attempt: order.attempt,
  exit,
  signal,
  timedOut: ending === 'timed-out',
  ...(ending === 'stopped' && {stopped: true}),
  atMs: Date.now(),
  uptimeS: uptime(),
  outBytes: fstatSync(files.out).size,
  errBytes: fstatSync(files.err).size,
});

const refuse = ({id, attempt}: Order, code: string, cause: Refused['cause']): void => {
  say({type: 'refused', id, attempt, code, cause, atMs: Date.now()});
  leaveWhenIdle();
};

const openFiles = (order: Order): Files => {
  // Append, so that a program that opens /dev/stdout a second time does not overwrite what it said.
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_APPEND | constants.O_NOFOLLOW;
  const out = openSync(order.out, flags, 0o600);
  const err = openSync(order.err, flags, 0o600);
  return {stdin: order.stdin === undefined ? undefined : givenText(`${order.out}.stdin`, order.stdin), out, err};
};

/** A file without a name: unlike a pipe it does not end early when the keeper is killed, and nobody can open it. */
const givenText = (path: string, text: string): number => {
  const fd = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  const bytes = Buffer.from(text);
  // Written by position, so that the program reads from the start.
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(fd, bytes, written, bytes.length - written, written);
  }
  return fd;
};

/** Removes what is empty, as the engine was told: it looks for nothing there and leaves the file to us. */
const closeFiles = (order: Order, files: Files, {outBytes, errBytes}: Printed = nothing): void => {
  for (const [fd, path, bytes] of [
    [files.out, order.out, outBytes],
    [files.err, order.err, errBytes],
  ] as const) {
    closeSync(fd);
    if (bytes === 0) {
      remove(path);
    }
  }
  if (files.stdin !== undefined) {
    closeSync(files.stdin);
  }
  order.remove.forEach(remove);
};

const remove = (path: string): void => {
  try {
    unlinkSync(path);
  } catch {
    // Somebody was faster, which is as good.
  }
};

const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in the group.
  }
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
  startTicks: startTicksOf(process.pid) ?? '',
  bootId: bootId(),
};
note(JSON.stringify(hello));
listen();
