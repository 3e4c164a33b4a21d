/** Where the WAL of a server ends that was killed: nothing says so but its last record, which pg_waldump finds. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {findTool} from '../../postgres/find-tool.ts';
import {findOwner, linesAs} from '../../postgres/server-user.ts';
import {bytesOf, formatLsn} from '../base-backup.ts';

export type WalFrom = {
  /** A data directory on which no server runs. */
  readonly directory: string;
  readonly timeline: number;
  readonly major: number;
  /** A position that is surely in its pg_wal; what lies before is of no interest. */
  readonly fromLsn: string;
};

/**
 * The end of the last record that can be read, as a position. What comes after it was never written whole, or belongs to a
 * segment that was used before. `fromLsn` itself where no record follows.
 */
export const endOfWal = async ({directory, timeline, major, fromLsn}: WalFrom): Promise<Result<string>> => {
  const tool = await findTool('pg_waldump', {major});
  const user = findOwner(directory);
  if (!tool.ok || !user.ok) {
    return fail(tool.ok ? (user.ok ? '' : user.reason) : tool.reason.sentence);
  }
  const words = [tool.value.path, '-p', join(directory, 'pg_wal'), '-t', String(timeline), '-s', fromLsn];
  let end: string | null = null;
  const lines = linesAs(user.value, words);
  let step = await lines.next();
  for (; step.done !== true; step = await lines.next()) {
    end = endOfRecord(step.value) ?? end;
  }
  // It ends with an error where the WAL ends, so its exit code says nothing; only other words do.
  const complaint = step.value.trim().split('\n').at(-1) ?? '';
  return end === null && !/could not find a valid record/.test(complaint)
    ? fail(`pg_waldump does not find the end of the WAL in ${directory}: ${complaint}`)
    : succeed(end ?? fromLsn);
};

/** Null for a line that is no record. Its length is without the heads of pages in between, so a standby that has it all has at least so much. */
export const endOfRecord = (line: string): string | null => {
  const [, length, lsn] =
    /^rmgr: .* len \(rec\/tot\):\s*\d+\/\s*(\d+),.*? lsn: ([0-9A-F]+\/[0-9A-F]+),/.exec(line) ?? [];
  return length === undefined || lsn === undefined ? null : formatLsn(bytesOf(lsn) + BigInt(length));
};

/** The major version of a data directory; null where it does not say. */
export const majorOf = (directory: string): number | null => {
  try {
    const major = Number.parseInt(readFileSync(join(directory, 'PG_VERSION'), 'utf8'), 10);
    return Number.isInteger(major) ? major : null;
  } catch {
    return null;
  }
};
