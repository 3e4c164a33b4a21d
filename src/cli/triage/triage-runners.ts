/** The runners of triage: those of a run, in a place that is gone afterwards. */
import {closeSync, mkdtempSync, openSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Runners} from '../../engine/actions/runner.ts';
import {openRunners} from '../../runners/runners.ts';
import {runnerPlaces} from '../runner-places.ts';

export type TriageRunners = {
  readonly runners: Runners;
  /** Ends what still runs, and takes the place away. */
  readonly close: () => Promise<void>;
};

/** Opens them in a directory of their own, mode 0700: nothing of triage is kept, so it is not that of a run. */
export const openTriageRunners = (): Result<TriageRunners> => {
  let directory: string;
  try {
    directory = mkdtempSync(join(tmpdir(), 'lifeboat-triage-'));
  } catch (error) {
    return fail(`There is no place for temporary files (${error instanceof Error ? error.message : String(error)}).`);
  }
  const lock = openSync(join(directory, 'session-1.lock'), 'w', 0o600);
  const runners = openRunners({
    runDir: directory,
    session: 1,
    sessionLockFd: lock,
    isNearlyFull: () => false,
    isSessionLocked: () => false,
    isOver: () => true,
    env: process.env,
    ...runnerPlaces(),
    notify: async () => {
      throw new Error('triage tells nobody anything');
    },
  });
  const remove = (): void => rmSync(directory, {recursive: true, force: true});
  // Whoever leaves in the middle leaves nothing here either.
  process.once('exit', remove);
  return succeed({
    runners,
    close: async () => {
      await runners.close();
      closeSync(lock);
      remove();
      process.off('exit', remove);
    },
  });
};
