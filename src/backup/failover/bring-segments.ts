/** Copies segments that only an old primary has into the archive that its standby reads; each appears whole or not at all. */
import {existsSync, statSync} from 'node:fs';
import {rename} from 'node:fs/promises';
import {join} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {readControlFile} from '../../postgres/control-file.ts';
import {copyAsDraft} from '../../postgres/drafts.ts';
import {findOwner, type ServerUser} from '../../postgres/server-user.ts';
import {bytesOf} from '../base-backup.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import {isWrittenSegment, segmentsIn} from '../in-place/old-wal.ts';
import {syncDirectory} from '../in-place/record.ts';
import {keptPath, lacks, strangeIn} from './archive-of-cluster.ts';

export type Bringing = {
  readonly directory: string;
  readonly archive: string;
  /** How far the standby has come: what ends before that is of no interest. */
  readonly from: string;
  /** Only what begins before it; all that was written where it is left out. */
  readonly before?: string;
};

/**
 * May be done again. Gives the names of those that were copied, in order. What lay there under such a name, and was less, is kept beside it.
 * Nothing is put into the archive of another cluster.
 */
export const bringSegments = async (bringing: Bringing): Promise<Result<readonly string[], Hindrance>> => {
  const {directory, archive} = bringing;
  const user = findOwner(directory);
  const control = readControlFile(directory);
  if (!user.ok) {
    return impossible(`${user.reason}.`, 'Run this as root, or as the account of the server.');
  }
  if (control === null) {
    return impossible(
      `${directory}/global/pg_control cannot be read, so nothing says whose WAL this is.`,
      'Look at it.',
    );
  }
  const walDirectory = join(directory, 'pg_wal');
  try {
    const ofInterest = segmentsFrom(bringing, walDirectory, control.timeline);
    const [first] = ofInterest;
    const strange = first === undefined ? null : strangeIn(archive, first, control.identifier);
    if (strange !== null) {
      return unsafe(
        `${strange.path} is of the cluster ${strange.cluster}, and ${directory} holds ${control.identifier}.`,
        'Name the archive of this cluster, which the restore_command of its standby reads; nothing was put there.',
      );
    }
    const brought: string[] = [];
    for (const name of ofInterest) {
      if (await lacks(archive, walDirectory, name)) {
        await bring({archive, walDirectory, name, owner: user.value});
        brought.push(name);
      }
    }
    syncDirectory(archive);
    return succeed(brought);
  } catch (thrown) {
    return impossible(
      `The WAL cannot be copied: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      'Run this again when the cause is gone; nothing is promoted yet.',
    );
  }
};

type OneSegment = Pick<Bringing, 'archive'> & {
  readonly walDirectory: string;
  readonly name: string;
  readonly owner: ServerUser;
};

/** Whole or not at all: the standby reads it as soon as it has its name. */
const bring = async ({archive, walDirectory, name, owner}: OneSegment): Promise<void> => {
  const place = join(archive, name);
  const draft = `${place}.part`;
  await copyAsDraft(join(walDirectory, name), draft, {owner});
  if (existsSync(place)) {
    await copyAsDraft(place, keptPath(archive, name), {owner});
  }
  await rename(draft, place);
};

/** From the segment that the standby stands in, in order. */
const segmentsFrom = ({from, before}: Bringing, walDirectory: string, timeline: number): readonly string[] =>
  segmentsIn(walDirectory)
    .filter(name => Number.parseInt(name.slice(0, 8), 16) === timeline)
    .filter(name => isWrittenSegment(join(walDirectory, name), name))
    .filter(name => {
      const {begin, end} = spanOf(walDirectory, name);
      return end > bytesOf(from) && (before === undefined || begin < bytesOf(before));
    })
    .sort();

/** Where a segment begins and ends, in bytes of WAL: the next one begins there. */
const spanOf = (walDirectory: string, name: string): {readonly begin: bigint; readonly end: bigint} => {
  const size = BigInt(statSync(join(walDirectory, name)).size);
  const number = BigInt(`0x${name.slice(8, 16)}`) * (0x1_0000_0000n / size) + BigInt(`0x${name.slice(16)}`);
  return {begin: number * size, end: (number + 1n) * size};
};
