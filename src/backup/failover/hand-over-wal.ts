/** Brings WAL that only the files of a dead primary have into the archive that its standby reads, so that promotion loses nothing of it. */

import {existsSync, statSync} from 'node:fs';
import {rename} from 'node:fs/promises';
import {join} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {readControlFile} from '../../postgres/control-file.ts';
import {copyAsDraft} from '../../postgres/drafts.ts';
import {findOwner} from '../../postgres/server-user.ts';
import {bytesOf} from '../base-backup.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import {isWrittenSegment, segmentsIn} from '../in-place/old-wal.ts';
import type {Surroundings} from '../in-place/place.ts';
import {endOfOldWal} from './lacking-wal.ts';
import {lookAtOldSide} from './old-side.ts';
import {lookAtStandby} from './standby-state.ts';
import {takeUpWal} from './take-up-wal.ts';

export type HandOver = {
  readonly oldData: string;
  /** The directory that the standby's restore_command reads. */
  readonly archive: string;
  readonly standby: string;
  readonly identifier: string | undefined;
  readonly surroundings: Surroundings;
  /** How long to wait until the standby has taken it up. */
  readonly withinMs: number;
};

export type HandedOver = {
  /** Segments that were brought; the last one may be half written, and replay ends where it does. */
  readonly segments: readonly string[];
  readonly archive: string;
  /** Where the WAL of the old primary ends; null where nobody can tell. */
  readonly endLsn: string | null;
  /** How far the standby has come, and whether that is all. */
  readonly replayedLsn: string | null;
  readonly isAll: boolean | null;
  readonly seconds: number;
};

/**
 * May be done again. Only of a fenced primary: the last segment is not full, and a server that went on with it could never
 * archive its own.
 */
export const handOverWal = async (order: HandOver): Promise<Result<HandedOver, Hindrance>> => {
  const old = lookAtOldSide(order.oldData, order.surroundings, order.identifier);
  if (!old.ok) {
    return old;
  }
  const {directory, state, isFenced} = old.value;
  if (state !== 'stopped' || !isFenced) {
    return unsafe(`The old primary in ${directory} is not fenced.`, 'Fence it first: lifeboat backup fence.');
  }
  if (!existsSync(order.archive) || !statSync(order.archive).isDirectory()) {
    return impossible(`${order.archive} is no directory.`, 'Name the one that restore_command of the standby reads.');
  }
  const standby = await lookAtStandby(order.standby, {isBrief: true});
  if (!standby.ok) {
    return impossible(`${standby.reason}.`, 'It must run, or nobody takes the WAL up.');
  }
  if (standby.value.identifier !== old.value.identifier) {
    return unsafe(
      `The standby is of the cluster ${standby.value.identifier}, and ${directory} holds ${old.value.identifier}.`,
      'Name the files of its own primary.',
    );
  }
  if (!standby.value.isStandby) {
    return unsafe(
      'The standby was promoted already, and replays no WAL of its old primary any more.',
      'Nothing is handed over.',
    );
  }
  const segments = await bring(directory, order.archive, standby.value.replayedLsn ?? '0/0');
  const end = await endOfOldWal(order.standby, old.value);
  return segments.ok ? untilTakenUp(order, segments.value, end) : segments;
};

const untilTakenUp = async (
  {archive, standby, withinMs}: HandOver,
  segments: readonly string[],
  end: string | null,
): Promise<Result<HandedOver, Hindrance>> => {
  const startedMs = performance.now();
  const taken = end === null ? null : await takeUpWal(standby, {end, withinMs});
  if (taken?.ok === false) {
    return impossible(`The standby does not take it up: ${taken.reason.message}.`, 'See its log; then run this again.');
  }
  return succeed({
    segments,
    archive,
    endLsn: end,
    replayedLsn: taken?.value.replayedLsn ?? null,
    isAll: taken?.value.isAll ?? null,
    seconds: Math.round(performance.now() - startedMs) / 1000,
  });
};

const bring = async (
  directory: string,
  archive: string,
  replayed: string,
): Promise<Result<readonly string[], Hindrance>> => {
  const user = findOwner(directory);
  const from = join(directory, 'pg_wal');
  if (!user.ok) {
    return impossible(`${user.reason}.`, 'Run this as root, or as the account of the server.');
  }
  try {
    const timeline = readControlFile(directory)?.timeline ?? 1;
    const names = missingIn(archive, from, {timeline, replayed});
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

type Standing = {readonly timeline: number; readonly replayed: string};

/** From the segment that the standby stands in, in order. */
const missingIn = (archive: string, walDirectory: string, {timeline, replayed}: Standing): readonly string[] => {
  const sizes = new Map(segmentsIn(archive).map(name => [name, statSync(join(archive, name)).size]));
  // The old primary may have died while it copied one there; that is brought whole.
  const isThere = (name: string) => sizes.get(name) === statSync(join(walDirectory, name)).size;
  return segmentsIn(walDirectory)
    .filter(name => Number.parseInt(name.slice(0, 8), 16) === timeline && !isThere(name))
    .filter(name => isWrittenSegment(join(walDirectory, name), name))
    .filter(name => endOf(walDirectory, name) > bytesOf(replayed))
    .sort();
};

/** Where a segment ends, in bytes of WAL: the next one begins there. */
const endOf = (walDirectory: string, name: string): bigint => {
  const size = BigInt(statSync(join(walDirectory, name)).size);
  const number = BigInt(`0x${name.slice(8, 16)}`) * (0x1_0000_0000n / size) + BigInt(`0x${name.slice(16)}`);
  return (number + 1n) * size;
};
