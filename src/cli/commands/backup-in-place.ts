/** `lifeboat backup restore-in-place`, `undo-restore`, `stop-server`, `start-server`: what touches a cluster's own data directory. */
import {drivers} from '../../backup/drivers/drivers.ts';
import type {Confirmed} from '../../backup/in-place/identity.ts';
import {lookInPlace} from '../../backup/in-place/look.ts';
import {lookAtOwnServer, startOwnServer, stopOwnServer} from '../../backup/in-place/own-server.ts';
import type {InPlaceRequest} from '../../backup/in-place/plan.ts';
import type {InPlaceTarget} from '../../backup/in-place/record.ts';
import {restoreInPlace} from '../../backup/in-place/restore-in-place.ts';
import {type BackupSource, openPlainBackup} from '../../backup/in-place/source.ts';
import {undoRestore} from '../../backup/in-place/undo-restore.ts';
import {parseDurationMs} from '../../base/duration.ts';
import {showForeignText} from '../../base/foreign-text.ts';
import {type Result, succeed} from '../../base/result.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import type {StateOption} from '../state-place.ts';
import {driverOf, type RepositoryOptions, repositoryOf} from './backup-repository.ts';
import {printOrHinder, surroundingsOf} from './backup-surroundings.ts';

export type OwnOptions = StateOption & {
  readonly data: string;
  readonly identifier?: string;
  readonly started?: string;
  readonly within?: string;
};
export type StopOptions = OwnOptions & {readonly immediate?: boolean; readonly check?: boolean};
export type StartOptions = OwnOptions & {readonly log?: string};
export type InPlaceOptions = OwnOptions &
  RepositoryOptions & {
    readonly backup?: string;
    readonly set?: string;
    readonly restoreCommand?: string;
    readonly beforeXid?: string;
    readonly until?: string;
    readonly untilLsn?: string;
    readonly once?: string;
    readonly delta?: boolean;
    readonly allowGap?: boolean;
    readonly check?: boolean;
    readonly user?: string;
    readonly database?: string;
  };

/** A fast stop writes a last checkpoint; a large server with slow disks takes minutes for it. */
const usualStopWithin = '5m';
/** Replay takes as long as it takes; the step that waits for it has a limit of its own. */
const replayTimeoutMs = 24 * 60 * 60_000;

/** Restores, or with --check only says what would happen and what is in the way. */
export const restoreInPlaceCommand = async (options: InPlaceOptions): Promise<number> => {
  const wanted = await requestOf(options);
  const stopWithinMs = parseDurationMs(options.within ?? usualStopWithin);
  if (!wanted.ok || !stopWithinMs.ok) {
    return printRefusal(wanted.ok ? usage(`--within: ${stopWithinMs.ok ? '' : stopWithinMs.reason}.`) : wanted.reason);
  }
  if (options.check) {
    return printOrHinder(await lookInPlace(wanted.value));
  }
  return printOrHinder(
    await restoreInPlace({
      ...wanted.value,
      live: process.env.LIFEBOAT_DATABASE,
      login: {user: options.user ?? 'postgres', database: options.database ?? 'postgres'},
      stopWithinMs: stopWithinMs.value,
      timeoutMs: replayTimeoutMs,
      onProgress: sentence => void process.stderr.write(`${showForeignText(sentence)}\n`),
    }),
  );
};

/** Puts the old data back that a restore in place moved aside. */
export const undoRestoreCommand = async (options: OwnOptions): Promise<number> => {
  const surroundings = surroundingsOf(options);
  const within = parseDurationMs(options.within ?? usualStopWithin);
  if (!surroundings.ok || !within.ok) {
    return printRefusal(surroundings.ok ? usage(`--within: ${within.ok ? '' : within.reason}.`) : surroundings.reason);
  }
  return printOrHinder(
    await undoRestore({
      dataDirectory: options.data,
      surroundings: surroundings.value,
      confirmed: confirmedBy(options),
      stopWithinMs: within.value,
      timeoutMs: replayTimeoutMs,
    }),
  );
};

export const stopServerCommand = async (options: StopOptions): Promise<number> => {
  const surroundings = surroundingsOf(options);
  const within = parseDurationMs(options.within ?? usualStopWithin);
  if (!surroundings.ok || !within.ok) {
    return printRefusal(surroundings.ok ? usage(`--within: ${within.ok ? '' : within.reason}.`) : surroundings.reason);
  }
  const own = {dataDirectory: options.data, confirmed: confirmedBy(options), surroundings: surroundings.value};
  return printOrHinder(
    options.check
      ? lookAtOwnServer(own)
      : await stopOwnServer(own, {isImmediate: options.immediate === true, withinMs: within.value}),
  );
};

export const startServerCommand = async (options: StartOptions): Promise<number> => {
  const surroundings = surroundingsOf(options);
  return surroundings.ok
    ? printOrHinder(
        await startOwnServer(
          {dataDirectory: options.data, confirmed: confirmedBy(options), surroundings: surroundings.value},
          {logFile: options.log ?? null, timeoutMs: replayTimeoutMs},
        ),
      )
    : printRefusal(surroundings.reason);
};

const confirmedBy = ({identifier, started}: OwnOptions): Confirmed => ({identifier, started});

const requestOf = async (options: InPlaceOptions): Promise<Result<InPlaceRequest, Refusal>> => {
  const surroundings = surroundingsOf(options);
  if (!surroundings.ok) {
    return surroundings;
  }
  const target = targetOf(options);
  if (!target.ok) {
    return target;
  }
  const source = await sourceOf(options, target.value);
  return source.ok
    ? succeed({
        dataDirectory: options.data,
        source: source.value,
        target: target.value,
        confirmed: confirmedBy(options),
        surroundings: surroundings.value,
        once: options.once,
        isDelta: options.delta === true,
        allowGap: options.allowGap === true,
      })
    : source;
};

const targetOf = ({beforeXid, until, untilLsn}: InPlaceOptions): Result<InPlaceTarget, Refusal> => {
  const given: readonly InPlaceTarget[] = [
    ...(beforeXid === undefined ? [] : [{beforeXid}]),
    ...(until === undefined ? [] : [{untilTime: until}]),
    ...(untilLsn === undefined ? [] : [{untilLsn}]),
  ];
  return given.length > 1
    ? refuse('usage', 'Say how far to go once: --before-xid, --until or --until-lsn, or none of them for the end.')
    : succeed(given[0] ?? 'end');
};

/** One directory that is a backup, or one of a repository by its label. */
export const sourceOf = async (
  options: InPlaceOptions,
  target: InPlaceTarget,
  {takesTablespaces = false} = {},
): Promise<Result<BackupSource, Refusal>> => {
  const {backup, archive, restoreCommand, set} = options;
  const driver = driverOf(options);
  if (!driver.ok) {
    return driver;
  }
  if (backup === undefined) {
    const source = await drivers[driver.value].open({
      repository: repositoryOf(options),
      label: set,
      target,
      takesTablespaces,
    });
    return source.ok ? source : refuse('failed', `${source.reason}.`);
  }
  if ((archive === undefined) === (restoreCommand === undefined)) {
    return refuse('usage', 'Say where WAL comes from: either --archive DIR or --restore-command TEXT.');
  }
  const source = await openPlainBackup({
    backupDir: backup,
    wal: archive === undefined ? {restoreCommand: restoreCommand ?? ''} : {archiveDir: archive},
    takesTablespaces,
  });
  return source.ok ? source : refuse('failed', `${source.reason}.`);
};

const usage = (message: string): Refusal => refuse('usage', message).reason;
