/** The engine's side of the keeper: starts it, hands it orders, and says what came of them, also when the keeper itself dies. */
import type {ChildProcess} from 'node:child_process';
import {spawn} from 'node:child_process';
import {closeSync, constants, openSync} from 'node:fs';
import type {Readable, Writable} from 'node:stream';
import type {Ended, Order, Refused, Reply, Spawned, StopOrder} from './keeper-protocol.ts';
import type {ProcessMark} from './process-table.ts';

/** The keeper is gone; the program may have run, may still run, or was never started. */
export type Lost = {
  readonly type: 'lost';
  readonly reason: string;
  readonly child: ProcessMark | undefined;
  readonly keeperPid: number | undefined;
};

export type KeeperOptions = {
  /** The keeper's own file: dist/keeper.cjs, or its source in tests. */
  readonly keeperPath: string;
  /** Where keepers of this session record what they start and how it ends. */
  readonly recordPath: string;
  /** The session's lock, held; every program of the session inherits it. */
  readonly sessionLockFd: number;
};

export type KeeperClient = {
  /** Starts the keeper if there is none, so that the first order need not wait for it. */
  readonly warm: () => void;
  /** Starts a program and waits for its end; `started` is called once it has a number. */
  readonly carryOut: (order: Omit<Order, 'id'>, started: (spawned: Spawned) => void) => Promise<Ended | Refused | Lost>;
  /** Ends an attempt's program: asked first, made to after its grace time. Its end is told by `carryOut`. */
  readonly stop: (attempt: string) => void;
  /**
   * Lets the keeper go when nothing that it started runs any more, and resolves when it is gone; at once where it stays.
   * Whoever resumes the run next takes a keeper on its way out for work that still runs, since it has the session's lock.
   */
  readonly close: () => Promise<void>;
};

type Pending = {
  readonly started: (spawned: Spawned) => void;
  readonly finish: (outcome: Ended | Refused | Lost) => void;
  child: ProcessMark | undefined;
};

type Keeper = {
  readonly process: ChildProcess;
  readonly orders: Writable;
  readonly pending: Map<number, Pending>;
};

/** Prepares the client; no process is started before `warm` or the first order. */
export const openKeeper = (options: KeeperOptions): KeeperClient => {
  let keeper: Keeper | undefined;
  let lastId = 0;

  const present = (): Keeper => {
    keeper ??= startKeeper(options, () => {
      keeper = undefined;
    });
    return keeper;
  };

  return {
    warm: () => {
      present();
    },
    carryOut: (order, started) =>
      new Promise(resolve => {
        const {process: child, orders, pending} = present();
        lastId += 1;
        const id = lastId;
        const finish = (outcome: Ended | Refused | Lost): void => {
          pending.delete(id);
          if (pending.size === 0) {
            holdOpen(child, false);
          }
          resolve(outcome);
        };
        pending.set(id, {started, finish, child: undefined});
        holdOpen(child, true);
        orders.write(`${JSON.stringify({...order, id} satisfies Order)}\n`);
      }),
    stop: attempt => {
      keeper?.orders.write(`${JSON.stringify({type: 'stop', attempt} satisfies StopOrder)}\n`);
    },
    close: async () => {
      const leaving = keeper;
      keeper = undefined;
      leaving?.orders.end();
      if (leaving?.pending.size === 0) {
        await untilGone(leaving.process);
      }
    },
  };
};

/** It takes some 10 ms to go, 50 ms where it has only just been started; on a machine that hangs nobody waits for longer than this. */
const goneMsMax = 1_000;

const untilGone = async (child: ChildProcess): Promise<void> => {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  child.ref();
  await new Promise<void>(resolve => {
    const timer = setTimeout(resolve, goneMsMax);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
};

const startKeeper = (options: KeeperOptions, gone: () => void): Keeper => {
  const opened = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW;
  const recordFd = openSync(options.recordPath, opened, 0o600);
  // A small heap: a keeper lives through the whole incident beside a database that needs the machine. Flags that change
  // what V8 compiles are left alone: it would reject its own code cache and start a tenth later.
  const flags = ['--max-semi-space-size=1', '--v8-pool-size=1'];
  const child = spawn(process.execPath, [...flags, options.keeperPath], {
    detached: true,
    cwd: '/',
    env: {},
    stdio: ['pipe', 'pipe', recordFd, options.sessionLockFd],
  });
  closeSync(recordFd);
  const [orders, replies] = child.stdio;
  const pending = new Map<number, Pending>();
  if (!orders || !replies) {
    throw new Error('a keeper was started without its pipes');
  }
  const lose = (reason: string): void => {
    gone();
    for (const {finish, child: known} of [...pending.values()]) {
      finish({type: 'lost', reason, child: known, keeperPid: child.pid});
    }
  };
  // `close` comes after the last reply was read, so nothing that it still said is lost.
  child.on('close', (exit, signal) => lose(`the keeper ended (${signal ?? `exit code ${exit}`})`));
  child.on('error', error => lose(`the keeper could not be started (${error.message})`));
  orders.on('error', () => undefined);
  listen(replies, pending);
  holdOpen(child, false);
  return {process: child, orders, pending};
};

const listen = (replies: Readable, pending: ReadonlyMap<number, Pending>): void => {
  let rest = '';
  replies.setEncoding('utf8');
  replies.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      hear(JSON.parse(line), pending);
    }
  });
};

const hear = (reply: Reply, pending: ReadonlyMap<number, Pending>): void => {
  const waiting = pending.get(reply.id);
  switch (reply.type) {
    case 'spawned': {
      if (waiting) {
        waiting.child = {pid: reply.pid, startTicks: reply.startTicks};
        waiting.started(reply);
      }
      return;
    }
    case 'refused':
    case 'ended': {
      waiting?.finish(reply);
      return;
    }
  }
};

/** The program may end while nothing is under way; while something is, it must not. */
const holdOpen = (child: ChildProcess, isHeld: boolean): void => {
  const handles = [child, ...child.stdio];
  for (const handle of handles) {
    if (
      handle &&
      'ref' in handle &&
      typeof handle.ref === 'function' &&
      'unref' in handle &&
      typeof handle.unref === 'function'
    ) {
      if (isHeld) {
        handle.ref();
      } else {
        handle.unref();
      }
    }
  }
};
