/** Brings WAL that only the files of a dead primary have into the archive that its standby reads, so that promotion loses nothing of it. */

import {existsSync, statSync} from 'node:fs';
import {type Result, succeed} from '../../base/result.ts';
import {readControlFile} from '../../postgres/control-file.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import type {Surroundings} from '../in-place/place.ts';
import {bringSegments} from './bring-segments.ts';
import {type Fenced, lookAtFence} from './fence.ts';
import {endOfOldWal} from './lacking-wal.ts';
import {takeWhileQuiet} from './quiet-server.ts';
import {lookAtStandby} from './standby-state.ts';
import {takeUpWal} from './take-up-wal.ts';

export type HandOver = {
  readonly oldData: string;
  /** The directory that the standby's restore_command reads. */
  readonly archive: string;
  readonly standby: string;
  readonly identifier: string | undefined;
  /** What a person says keeps the old primary from writes, where it was not stopped for good here. */
  readonly fencedBy: string | undefined;
  /** The way in for administrators to a server that is cut off and still runs. */
  readonly console: string | undefined;
  readonly surroundings: Surroundings;
  /** How long to wait until the standby has taken it up. */
  readonly withinMs: number;
};

export type HandedOver = {
  /** Segments that were brought; the last one may be half written, and replay ends where it does. */
  readonly segments: readonly string[];
  readonly archive: string;
  /** In a sentence: why nothing can follow what was brought. */
  readonly proof: string;
  /** Where the WAL of the old primary ends; null where nobody can tell. */
  readonly endLsn: string | null;
  /** How far the standby has come, and whether that is all. */
  readonly replayedLsn: string | null;
  readonly isAll: boolean | null;
  readonly seconds: number;
};

/**
 * May be done again. Only of a primary whose WAL does not grow: what it wrote after the last segment that was brought would be
 * lost, and with half of that segment in its archive it could never put the whole one there.
 */
export const handOverWal = async (order: HandOver): Promise<Result<HandedOver, Hindrance>> => {
  const old = look(order);
  if (!old.ok) {
    return old;
  }
  const still = standsStill(old.value, order);
  if (!still.ok) {
    return still;
  }
  const {directory} = old.value;
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
  const brought = await bringAll(order, {
    side: old.value,
    console: still.value.console,
    from: standby.value.replayedLsn ?? '0/0',
  });
  return brought.ok ? untilTakenUp(order, {...brought.value, proof: still.value.proof}) : brought;
};

const look = ({oldData, surroundings, identifier}: HandOver): Result<Fenced, Hindrance> =>
  lookAtFence({dataDirectory: oldData, surroundings, identifier, withinMs: 0});

/** A service manager that started it meanwhile let clients commit into the very segment that was copied. */
const standsAsBefore = (order: HandOver, before: Fenced, endedAt: string): Result<void, Hindrance> => {
  const now = look(order);
  if (!now.ok) {
    return now;
  }
  const {state, startedAt, fenced, proof} = now.value;
  const isSame = state === before.state && startedAt === before.startedAt && fenced === before.fenced;
  // Of one that was started and stopped again only its checkpoint tells.
  return isSame && (state === 'running' || endedAt === endingOf(before))
    ? succeed(undefined)
    : unsafe(
        `The old primary was started or stopped while its WAL was copied: ${proof}.`,
        'Fence it (lifeboat backup fence), and run this again: what it wrote since is brought then.',
      );
};

/** How its files say that it ended last. */
const endingOf = ({directory}: Fenced): string => {
  const control = readControlFile(directory);
  return `${control?.isShutDown} ${control?.checkpointLsn}`;
};

type Still = {
  readonly proof: string;
  /** Of a server that runs and takes writes from whoever reaches it; its WAL is taken in a moment in which nobody writes. */
  readonly console: string | null;
};

/** A fence that is seen here is enough; else a person says what keeps the old primary from writes, and what is seen counts more. */
const standsStill = (old: Fenced, {fencedBy, console}: HandOver): Result<Still, Hindrance> => {
  if (old.fenced) {
    return succeed({proof: old.proof, console: null});
  }
  if (old.state === 'gone' || old.mayBeHidden) {
    return unsafe(
      `${old.proof[0]?.toUpperCase()}${old.proof.slice(1)}.`,
      'Run this as root on the host of the old primary.',
    );
  }
  if (fencedBy === undefined || fencedBy.trim() === '') {
    return unsafe(
      `The old primary in ${old.directory} is not fenced: ${old.proof}, so its WAL may still grow.`,
      'Where something keeps it from writes, say what: lifeboat backup hand-over-wal --fenced-by "its port of the network is off". Else fence it first: lifeboat backup fence.',
    );
  }
  if (old.state === 'stopped') {
    return succeed({
      proof: `nothing runs in ${old.directory}, and it stays so, as a person says: ${fencedBy}`,
      console: null,
    });
  }
  return console === undefined
    ? unsafe(
        `The server in ${old.directory} runs, and nobody can see here whether somebody still writes, so its WAL may still grow.`,
        'Give its console as LIFEBOAT_CONSOLE in the environment, or stop the server: lifeboat backup fence.',
      )
    : succeed({
        proof: `the server in ${old.directory} runs and nobody was connected to it, and it stays so, as a person says: ${fencedBy}`,
        console,
      });
};

type Bringing = {
  readonly side: Fenced;
  readonly console: string | null;
  /** How far the standby has come. */
  readonly from: string;
};

type Brought = {readonly segments: readonly string[]; readonly end: string | null};

const bringAll = async (order: HandOver, {side, console, from}: Bringing): Promise<Result<Brought, Hindrance>> => {
  const {archive, standby, withinMs} = order;
  const {directory, identifier} = side;
  if (console === null) {
    const endedAt = endingOf(side);
    const segments = await bringSegments({directory, archive, from});
    if (!segments.ok) {
      return segments;
    }
    const end = await endOfOldWal(standby, side);
    const still = standsAsBefore(order, side, endedAt);
    return still.ok ? succeed({segments: segments.value, end}) : still;
  }
  const done = await takeWhileQuiet(
    {console, directory, identifier, deadlineMs: performance.now() + withinMs},
    endLsn => bringSegments({directory, archive, from, before: endLsn}),
  );
  return done.ok ? succeed({segments: done.value.taken, end: done.value.endLsn}) : done;
};

const untilTakenUp = async (
  {archive, standby, withinMs}: HandOver,
  {segments, end, proof}: Brought & {readonly proof: string},
): Promise<Result<HandedOver, Hindrance>> => {
  const startedMs = performance.now();
  const taken = end === null ? null : await takeUpWal(standby, {end, withinMs});
  if (taken?.ok === false) {
    return impossible(`The standby does not take it up: ${taken.reason.message}.`, 'See its log; then run this again.');
  }
  return succeed({
    segments,
    archive,
    proof,
    endLsn: end,
    replayedLsn: taken?.value.replayedLsn ?? null,
    isAll: taken?.value.isAll ?? null,
    seconds: Math.round(performance.now() - startedMs) / 1000,
  });
};
