/** Copies segments that only an old primary has into the archive that its standby reads; each appears whole or not at all. */
import {statSync} from 'node:fs';
import {rename} from 'node:fs/promises';
import {join} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {readControlFile} from '../../postgres/control-file.ts';
import {copyAsDraft} from '../../postgres/drafts.ts';
import {findOwner} from '../../postgres/server-user.ts';
import {bytesOf} from '../base-backup.ts';
import {type Hindrance, impossible} from '../in-place/hindrance.ts';
import {isWrittenSegment, segmentsIn} from '../in-place/old-wal.ts';

export type Bringing = {
  readonly directory: string;
  readonly archive: string;
  /** How far the standby has come: what ends before that is of no interest. */
  readonly from: string;
  /** Only what begins before it; all that was written where it is left out. */
  readonly before?: string;
};

/** May be done again. Gives the names of those that were copied, in order. */
export const bringSegments = async (bringing: Bringing): Promise<Result<readonly string[], Hindrance>> => {
  const {directory, archive} = bringing;
  const user = findOwner(directory);
  const from = join(directory, 'pg_wal');
  if (!user.ok) {
    return impossible(`${user.reason}.`, 'Run this as root, or as the account of the server.');
  }
  try {
    const names = missingIn(bringing, from);
    for (const name of names) {
      // Whole or not at all: the standby reads it as soon as it has its name.
      const draft = join(archive, `${name}.part`);
      await copyAsDraft(join(from, name), draft, {owner: user.value});
      await rename(draft, join(archive, name));
    }
    return succeed(names);
  } catch (thrown) {
    return impossible(
      `The WAL cannot be copied: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      'Run this again when the cause is gone; nothing is promoted yet.',
    );
  }
};

/** From the segment that the standby stands in, in order. */
const missingIn = ({directory, archive, from, before}: Bringing, walDirectory: string): readonly string[] => {
  const timeline = readControlFile(directory)?.timeline ?? 1;
  const sizes = new Map(segmentsIn(archive).map(name => [name, statSync(join(archive, name)).size]));
  // The old primary may have died while it copied one there; that is brought whole.
  const isThere = (name: string) => sizes.get(name) === statSync(join(walDirectory, name)).size;
  return segmentsIn(walDirectory)
    .filter(name => Number.parseInt(name.slice(0, 8), 16) === timeline && !isThere(name))
    .filter(name => isWrittenSegment(join(walDirectory, name), name))
    .filter(name => {
      const {begin, end} = spanOf(walDirectory, name);
      return end > bytesOf(from) && (before === undefined || begin < bytesOf(before));
    })
    .sort();
};

/** Where a segment begins and ends, in bytes of WAL: the next one begins there. */
const spanOf = (walDirectory: string, name: string): {readonly begin: bigint; readonly end: bigint} => {
  const size = BigInt(statSync(join(walDirectory, name)).size);
  const number = BigInt(`0x${name.slice(8, 16)}`) * (0x1_0000_0000n / size) + BigInt(`0x${name.slice(16)}`);
  return {begin: number * size, end: (number + 1n) * size};
};
