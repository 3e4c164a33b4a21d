/** Opens the journal of an interrupted run to go on in it: what a crash left half written is kept aside and removed. */
import {basename, dirname} from 'node:path';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {Fact} from '../run/event.ts';
import type {Scan} from './chain.ts';
import {headOf, journalBytesMax, scan} from './chain.ts';
import {closeQuietly, nodeDisk} from './disk.ts';
import {diskFailure} from './disk-failure.ts';
import {isKnown} from './envelope.ts';
import type {JournalPlace} from './file-journal.ts';
import {writeThrough} from './file-journal.ts';
import type {Journal} from './journal.ts';
import type {TailRemoved} from './removed-tail.ts';
import {keepTail, tailsNotNamed} from './removed-tail.ts';
import {readSafely} from './safe-file.ts';
import {createScribe} from './scribe.ts';

export type OpenedJournal = {
  readonly journal: Journal;
  /** All facts, each of them durable. */
  readonly facts: readonly Fact[];
  /** The number of the session that begins now. */
  readonly session: number;
  /** Removed tails that no fact names yet: they are the first facts to record. */
  readonly tails: readonly TailRemoved[];
};

/** Why a run cannot go on: each kind is answered differently by who asked. */
export type JournalRefusal = {
  readonly kind: 'never-started' | 'finished' | 'damaged' | 'newer' | 'unusable';
  readonly message: string;
};

/** Opens a journal for a new session. The caller holds the run's lock. A damaged journal is not touched. */
export const openJournal = (place: JournalPlace): Result<OpenedJournal, JournalRefusal> => {
  const {path} = place;
  const bytes = readSafely(path, journalBytesMax);
  if (!bytes.ok) {
    const {kind, message} = bytes.reason;
    return kind === 'missing' ? fail(neverStarted(path)) : fail({kind, message});
  }
  const found = scan(bytes.value);
  const refusal = refusalOf(found, path);
  return refusal ? fail(refusal) : goOn(place, {found, bytes: bytes.value});
};

const neverStarted = (path: string): JournalRefusal => ({
  kind: 'never-started',
  message: `${runOf(path)} never started: nothing of it was recorded, so nothing of it was done.`,
});

const refusalOf = ({facts, end}: Scan, path: string): JournalRefusal | undefined => {
  const verify = `\`lifeboat verify ${runOf(path)}\``;
  if (end.kind === 'damaged') {
    const message = `The journal ${path} is damaged: entry ${facts.length} ${end.problem.message}. It is not written to any more; see ${verify}.`;
    return {kind: 'damaged', message};
  }
  const last = facts.at(-1);
  if (!last) {
    return neverStarted(path);
  }
  const stranger = facts.find(fact => !isKnown(fact));
  if (stranger) {
    const message = `The journal ${path} holds a fact "${stranger.type}" that this version does not know; resume with the version that wrote it.`;
    return {kind: 'newer', message};
  }
  const isFinished = last.type === 'sealed' && facts.some(fact => fact.type === 'run-ended');
  return isFinished
    ? {kind: 'finished', message: `${runOf(path)} has ended and is sealed; there is nothing to resume.`}
    : undefined;
};

type Found = {readonly found: Scan; readonly bytes: Buffer};

/** The process before may have died between write and sync, so what was read is synced before it is trusted. */
const goOn = (place: JournalPlace, {found, bytes}: Found): Result<OpenedJournal, JournalRefusal> => {
  const {path, clock, disk = nodeDisk} = place;
  const {facts, end} = found;
  const session = (facts.at(-1)?.session ?? 0) + 1;
  const whole = end.kind === 'whole' ? bytes.length : end.offset;
  let file: number | undefined;
  try {
    if (disk.standing(path).nlink !== 1) {
      return fail({
        kind: 'unusable',
        message: `${path} has a second name (hard link): put a copy in its place and resume again.`,
      });
    }
    const kept = end.kind === 'whole' ? succeed(undefined) : keepTail(path, bytes.subarray(whole), whole);
    if (!kept.ok) {
      return fail({kind: 'unusable', message: kept.reason});
    }
    file = disk.open(path);
    if (end.kind !== 'whole') {
      disk.truncate(file, whole);
    }
    disk.syncFully(file);
    disk.syncDirectory(dirname(path));
    const scribe = createScribe({clock, session, head: headOf(found)});
    const standing = {...disk.standing(path), size: whole};
    const journal = writeThrough({path, disk, file, standing, scribe});
    return succeed({journal, facts, session, tails: tailsNotNamed(path, facts)});
  } catch (error) {
    if (file !== undefined) {
      closeQuietly(disk, file);
    }
    return fail({kind: 'unusable', message: diskFailure(error, {path, then: `resume ${runOf(path)} again`})});
  }
};

const runOf = (path: string): string => basename(dirname(path));
