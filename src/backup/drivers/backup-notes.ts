/** `LABEL.json` beside a backup of ours: what was known when it was taken. Written last, so a backup without it is not whole. */

import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {isAbsolute, join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {replaceByDraft} from '../../postgres/drafts.ts';
import {bytesOf} from '../base-backup.ts';
import type {InPlaceTarget} from '../in-place/record.ts';
import {describeTarget} from '../recovery-target.ts';
import type {DriverName, KnownBackup, Repository} from './driver.ts';

export type BackupNote = Omit<KnownBackup, 'path' | 'problems'> & {
  readonly format: 1;
  /** SHA-256 of files that nothing else vouches for, by their path. */
  readonly digests?: Readonly<Record<string, string>>;
};

/** Throws what the file system throws. */
export const writeNote = (repository: string, note: BackupNote): void => {
  replaceByDraft(join(repository, `${note.label}.json`), `${JSON.stringify(note, null, 2)}\n`);
};

/** Null where there is none that we wrote. */
export const readNote = (repository: string, label: string): BackupNote | null => {
  try {
    const read: unknown = JSON.parse(readFileSync(join(repository, `${label}.json`), 'utf8'));
    return isNote(read) && read.label === label ? read : null;
  } catch {
    return null;
  }
};

/** Backups of one driver by their notes, oldest first; directories that one died over are named as such. */
export const notedBackups = (repository: string, driver: DriverName): readonly KnownBackup[] =>
  readdirSync(repository, {withFileTypes: true})
    .filter(entry => entry.isDirectory())
    .map(({name}) => readNote(repository, name))
    .filter(note => note !== null && note.driver === driver)
    .map(note => note as BackupNote)
    .map(({format: _format, digests: _digests, ...note}) => ({
      ...note,
      path: join(repository, note.label),
      problems: [],
    }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));

/** Of a repository that is a directory. */
export const directoryOf = ({directory}: Repository, mustExist: boolean): Result<string> => {
  if (directory === undefined) {
    return fail('say where backups are kept: --repository DIR');
  }
  if (!isAbsolute(directory)) {
    return fail(`the repository must be an absolute path, not "${directory}"`);
  }
  return mustExist && !existsSync(directory)
    ? fail(`the repository ${directory} does not exist, or this user may not see it`)
    : succeed(directory.replace(/(.)\/+$/, '$1'));
};

/** Names that sort by time, and that a shell does not have to quote; of two within one second the later gets the next one. */
export const newLabel = (repository: string, at: Date, kind = ''): string => {
  const label = `${at.toISOString().replaceAll(/[-:]|\.\d+/g, '')}${kind}`;
  const isTaken = [label, `${label}.part`, `${label}.json`, `${label}.part.json`].some(name =>
    existsSync(join(repository, name)),
  );
  return isTaken ? newLabel(repository, new Date(at.getTime() + 1000), kind) : label;
};

/** The one that was asked for, or the newest that is whole and was complete before the target. */
export const chosen = (
  backups: readonly KnownBackup[],
  label: string | undefined,
  target: InPlaceTarget = 'end',
): Result<KnownBackup> =>
  label === undefined
    ? orNone(
        backups.findLast(one => one.problems.length === 0 && isBefore(one, target)),
        target === 'end'
          ? 'there is no backup that is whole'
          : `there is no backup that is whole and was complete before ${describeTarget(target)}`,
        backups,
      )
    : named(backups, label);

/** A transaction's number and a name say nothing of their time: there the newest is tried, and replay says whether it came too late. */
const isBefore = ({startedAt, stoppedAt, startLsn, stopLsn}: KnownBackup, target: InPlaceTarget): boolean => {
  if (target === 'end' || 'beforeXid' in target || 'restorePoint' in target) {
    return true;
  }
  if ('untilLsn' in target) {
    const end = stopLsn ?? startLsn;
    return end === null || bytesOf(end) <= bytesOf(target.untilLsn);
  }
  // What cannot be read as a time is left to replay as well.
  return !(Date.parse(stoppedAt ?? startedAt ?? '') > Date.parse(target.untilTime));
};

/** The one that was asked for, or the newest, whole or not: that is what is to be found out. One that is still being taken is none yet. */
export const toVerify = (backups: readonly KnownBackup[], label: string | undefined): Result<KnownBackup> =>
  label === undefined
    ? orNone(
        backups.findLast(({beingTaken}) => beingTaken !== true),
        'there is no backup',
        backups,
      )
    : named(backups, label);

const named = (backups: readonly KnownBackup[], label: string): Result<KnownBackup> =>
  orNone(
    backups.find(one => one.label === label),
    `there is no backup ${label}`,
    backups,
  );

const orNone = (found: KnownBackup | undefined, why: string, backups: readonly KnownBackup[]): Result<KnownBackup> =>
  found === undefined
    ? fail(`${why}; the repository has ${backups.map(({label}) => label).join(', ') || 'none'}`)
    : succeed(found);

const isNote = (value: unknown): value is BackupNote =>
  typeof value === 'object' &&
  value !== null &&
  'format' in value &&
  value.format === 1 &&
  'driver' in value &&
  'label' in value &&
  typeof value.label === 'string';
