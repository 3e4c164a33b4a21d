/** Where the tablespaces of a cluster go on a second site: a directory that is theirs alone, and never one that the WAL writes into by its own. */
import {accessSync, constants, existsSync, readdirSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {formatBytes} from '../../base/size.ts';
import {inspectBaseBackup} from '../base-backup.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import {checkPlace, type Surroundings} from '../in-place/place.ts';
import {freeBytes} from '../in-place/room.ts';
import type {BackupSource} from '../in-place/source.ts';
import {readMarks} from '../wal/read-marks.ts';
import {walDirectories} from '../wal/wal-archive.ts';
import {stateOfPlace, whyNot} from './tablespace-mark.ts';

export type TablespacePlace = {
  /** Undefined where no place was given; a backup that has some was refused then. */
  readonly tablespaces?: string | undefined;
  readonly dataDirectory: string;
  readonly source: BackupSource;
  readonly receivedDirectory: string | null;
  readonly surroundings: Surroundings;
  /** A server of an earlier try has replayed WAL here already, so that what was made on the way is its own. */
  readonly hasReplayed: boolean;
  /** The name of this restore. */
  readonly once?: string | undefined;
};

/** Changes nothing. */
export const checkTablespacePlace = async (asked: TablespacePlace): Promise<Result<void, Hindrance>> => {
  const free = asked.tablespaces === undefined ? succeed(undefined) : await checkFree(asked, asked.tablespaces);
  return free.ok && !asked.hasReplayed ? checkMadeOnTheWay(asked) : free;
};

const checkFree = async (
  {dataDirectory, source, surroundings, once}: TablespacePlace,
  given: string,
): Promise<Result<void, Hindrance>> => {
  const apart = [...surroundings.apart, ...source.places, {what: 'The data directory', path: dataDirectory}];
  const place = checkPlace(given, {...surroundings, apart});
  if (!place.ok) {
    return place;
  }
  const state = stateOfPlace(place.value, dataDirectory, once);
  const reason = whyNot(place.value, state);
  if (reason !== null) {
    return unsafe(reason, 'Name a new or an empty directory for the tablespaces.');
  }
  const volume = existsSync(place.value) ? place.value : dirname(place.value);
  try {
    accessSync(volume, constants.W_OK);
  } catch {
    return impossible(`This account may not write in ${volume}.`, 'Run this as root, or as the account of the server.');
  }
  const parent = dirname(dataDirectory);
  const isShared = existsSync(parent) && statSync(parent).dev === statSync(volume).dev;
  const needed = (source.tablespaceBytes ?? 0) + (isShared ? source.bytes : 0);
  const available = await freeBytes(volume);
  return state === 'free' && available < needed
    ? impossible(
        `${volume} has room for ${formatBytes(available)}, and ${formatBytes(needed)} go there.`,
        'Make room, or name a directory on another volume.',
      )
    : succeed(undefined);
};

/**
 * Replay makes a tablespace with the path that it had, whatever the map says: where that is used here it would write into files
 * of somebody, and where it is missing the server ends.
 */
const checkMadeOnTheWay = async ({source, receivedDirectory}: TablespacePlace): Promise<Result<void, Hindrance>> => {
  const backup = source.places.find(({what}) => what === 'The backup');
  const seen = backup === undefined || source.archiveDir === null ? null : inspectBaseBackup(backup.path);
  if (seen === null || !seen.ok || source.archiveDir === null) {
    return succeed(undefined);
  }
  const {directory, startLsn, startSegment, major} = seen.value;
  const made = new Set<string>();
  await readMarks(
    {
      archive: walDirectories([
        source.archiveDir,
        ...(receivedDirectory === null ? [] : [receivedDirectory]),
        join(directory, 'pg_wal'),
      ]),
      startLsn,
      timeline: Number.parseInt(startSegment.slice(0, 8), 16),
      major,
      identifier: null,
    },
    mark => {
      if (mark.kind === 'tablespace') {
        made.add(mark.path);
      }
      return true;
    },
  );
  const used = [...made].filter(path => existsSync(path) && namesIn(path) !== 0);
  const missing = [...made].filter(path => !existsSync(path));
  if (used.length > 0) {
    return unsafe(
      `On the way there a tablespace was made in ${used.join(' and ')}, and replay would write into that directory, which has something in it here.`,
      'Take a backup that was made after it, or bring what is there to another place.',
    );
  }
  return missing.length === 0
    ? succeed(undefined)
    : impossible(
        `On the way there a tablespace was made in ${missing.join(' and ')}, which is not there.`,
        'Make it here, empty and of the account that runs the server; then run this again.',
      );
};

/** What cannot be looked into is not empty, as far as anybody knows. */
const namesIn = (path: string): number => {
  try {
    return readdirSync(path).length;
  } catch {
    return Number.NaN;
  }
};
