/** The runners of triage: those of a run, in a place that is gone afterwards. */
import {closeSync, openSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import {type Result, succeed} from '../../base/result.ts';
import type {Runners} from '../../engine/actions/runner.ts';
import {takeLock} from '../../journal/lock.ts';
import {type OpenedRunners, openRunners} from '../../runners/runners.ts';
import {thisHost} from '../host.ts';
import {runnerPlaces} from '../runner-places.ts';
import {lockPathIn, makeTriagePlace, removeLeftPlaces, removePlace} from './triage-place.ts';

export type TriageRunners = {
  readonly runners: Runners;
  /**
   * Ends what still runs, waits until it has ended, and takes the place away. What is asked of the runners afterwards is not
   * done. A second call waits for the first.
   */
  readonly close: () => Promise<void>;
};

/** A look only reads, so it loses nothing when it is ended soon after it was asked to end. */
const graceMs = 1_000;

/** Programs are gone by then, or are another user's, or hang in the kernel: the grace, and what the keeper waits after killing. */
const endedMsMax = graceMs + 4_000;

/** A server that is asked to cancel a statement answers by then, or is too sick to be waited for; its own limit ends the statement. */
const cancelledMsMax = 500;

/** Opens them in a directory of their own, mode 0700: nothing of triage is kept, so it is not that of a run. */
export const openTriageRunners = async (): Promise<Result<TriageRunners>> => {
  removeLeftPlaces(Date.now());
  const place = makeTriagePlace();
  if (!place.ok) {
    return place;
  }
  const directory = place.value;
  const remove = (): void => removePlace(directory);
  // Whoever ends by a fault leaves nothing here either.
  process.once('exit', remove);
  const lockFd = await lockIn(directory);
  const opened = openRunners({
    runDir: directory,
    session: 1,
    sessionLockFd: lockFd,
    isNearlyFull: () => false,
    isSessionLocked: () => false,
    isOver: () => true,
    graceMs,
    env: process.env,
    ...runnerPlaces(),
    notify: async () => {
      throw new Error('triage tells nobody anything');
    },
  });
  const {runners, end} = endable(opened);
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await end();
    closeSync(lockFd);
    remove();
    process.off('exit', remove);
  };
  return succeed({
    runners,
    close: () => {
      closed ??= close();
      return closed;
    },
  });
};

/** Everything that triage starts inherits it: who finds it free knows that nothing of this triage runs any more. */
const lockIn = async (directory: string): Promise<number> => {
  const path = lockPathIn(directory);
  const {user, host} = thisHost();
  const lock = await takeLock(path, {user, host, pid: process.pid, since: new Date().toISOString()});
  // A host without a tool for locks can look all the same; what a kill leaves there stays.
  return lock.ok ? lock.value.fd : openSync(path, 'w', 0o600);
};

/** The same runners, which count what is under way. */
const endable = (opened: OpenedRunners): {readonly runners: Runners; readonly end: () => Promise<void>} => {
  const programs = new Set<Promise<unknown>>();
  const others = new Set<Promise<unknown>>();
  let isEnding = false;
  const perform: Runners['perform'] = (request, started) => {
    if (isEnding) {
      return Promise.resolve({ok: false, reason: 'triage was left', scope: {}, certain: true});
    }
    const {kind} = request.action;
    const kept = kind === 'command' || kind === 'script' ? programs : others;
    const performed = opened.perform(request, started);
    const over: Promise<unknown> = performed.then(
      () => kept.delete(over),
      () => kept.delete(over),
    );
    kept.add(over);
    return performed;
  };
  return {
    runners: {...opened, perform},
    end: async () => {
      isEnding = true;
      opened.stopAll();
      await Promise.all([settled(programs, endedMsMax), settled(others, cancelledMsMax)]);
      await opened.close();
    },
  };
};

const settled = async (some: ReadonlySet<Promise<unknown>>, limitMs: number): Promise<void> => {
  if (some.size > 0) {
    const limit = new AbortController();
    const late = pause(limitMs, undefined, {signal: limit.signal}).catch(() => undefined);
    await Promise.race([Promise.allSettled(some), late]);
    limit.abort();
  }
};
