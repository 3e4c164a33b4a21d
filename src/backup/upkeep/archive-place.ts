/** What is wrong with a place that WAL is archived into, asked as the account of the server: root may write everywhere. */
import {existsSync, readFileSync, statfsSync, statSync} from 'node:fs';
import {formatBytes} from '../../base/size.ts';
import {runAs, type ServerUser} from '../../postgres/server-user.ts';
import {clusterOf} from '../wal/segment-file.ts';

export type Cause =
  | 'none'
  | 'off'
  | 'library'
  | 'no_command'
  | 'no_program'
  | 'no_place'
  | 'no_right'
  | 'no_room'
  | 'in_the_way'
  | 'another_cluster'
  | 'unknown';

export type Trouble = {
  readonly cause: Cause;
  /** The directory or file that it is about. */
  readonly place: string | null;
  /** Of a directory that may not be written: its mode, in octal, and whether the server's account owns it. */
  readonly mode: string | null;
  readonly isOwn: boolean;
  /** One sentence. */
  readonly sentence: string;
};

export const troubleOf = (cause: Cause, sentence: string, place: string | null = null): Trouble => ({
  cause,
  place,
  mode: null,
  isOwn: false,
  sentence,
});

/** Null where nothing is seen to be wrong with that directory. */
export const troubleWith = async (user: ServerUser, place: string, segmentBytes: number): Promise<Trouble | null> => {
  if (!existsSync(place)) {
    return troubleOf('no_place', `${place}, where the archive_command writes, is not there`, place);
  }
  const found = statSync(place);
  if (!found.isDirectory()) {
    return null;
  }
  if (!(await maySay(user, 'test -w "$1" && test -x "$1"', place))) {
    const isOwn = user.kind === 'account' ? found.uid === user.uid : found.uid === process.getuid?.();
    const mode = (found.mode & 0o7777).toString(8).padStart(4, '0');
    return {
      cause: 'no_right',
      place,
      mode,
      isOwn,
      sentence: `the account of the server (${user.name}) may not write into ${place}, which has the mode ${mode}${isOwn ? ' and is its own' : ' and belongs to another account'}`,
    };
  }
  const {bavail, bsize, files, ffree} = statfsSync(place);
  if (bavail * bsize < segmentBytes) {
    return troubleOf(
      'no_room',
      `the disk of ${place} has room for ${formatBytes(bavail * bsize)}, and a segment takes ${formatBytes(segmentBytes)}`,
      place,
    );
  }
  return files > 0 && ffree === 0
    ? troubleOf('no_room', `the disk of ${place} has room, and no inode is left for another file`, place)
    : null;
};

/** Of a segment that is to be archived: a file of its name that is another one. Backups of another cluster need its segment where it lies. */
export const inTheWay = (file: string, own: string): Trouble | null => {
  if (!existsSync(file) || !existsSync(own)) {
    return null;
  }
  const [theirs, ours] = [clusterOf(file), clusterOf(own)];
  if (theirs !== null && ours !== null && theirs !== ours) {
    return troubleOf(
      'another_cluster',
      `${file} is a segment of the cluster ${theirs}, and this one is ${ours}: two clusters archive into one place, or one was here before`,
      file,
    );
  }
  const [there, here] = [readFileSync(file), readFileSync(own)];
  return troubleOf(
    'in_the_way',
    there.equals(here)
      ? `${file} is there already and is that very segment, and the archive_command takes that for an error`
      : `${file} is there already and is not that segment (it has ${formatBytes(there.length)} of ${formatBytes(here.length)})`,
    file,
  );
};

/** Whether the account finds the program. */
export const findsProgram = (user: ServerUser, program: string): Promise<boolean> =>
  maySay(user, 'command -v -- "$1"', program);

const maySay = async (user: ServerUser, question: string, about: string): Promise<boolean> =>
  (await runAs(user, ['/bin/sh', '-c', question, 'sh', about])).ok;
