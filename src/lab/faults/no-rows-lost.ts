/** Damage that took no row along: a server, a site, a backup or a way was lost, and the tables are whole. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Damage, DamageDetail} from '../damage.ts';
import type {MomentBefore} from '../moment-before.ts';
import {inMicroseconds} from './damaged-files.ts';

type Done = {
  readonly before: MomentBefore;
  /** When it was done, by this machine's clock, which is the server's; now where nothing is said. */
  readonly atMs?: number;
  readonly detail: DamageDetail;
};

export const noRowsLost = (fault: string, {before, atMs = Date.now(), detail}: Done): Damage => ({
  fault,
  committedAt: inMicroseconds(atMs),
  lost: [],
  tablesLost: [],
  rowsLost: 0,
  ...before,
  detail,
});

/** Changes files; what the file system throws is a fault that could not be injected. */
export const changeFiles = (change: () => void): Result<void> => {
  try {
    return succeed(change());
  } catch (thrown) {
    return fail(`the fault could not be injected: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};
