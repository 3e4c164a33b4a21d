/** Opens the journal of an interrupted run to go on in it: what a crash left half written is kept aside and removed. */
import {basename, dirname} from 'node:path';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {Fact} from '../run/event.ts';
import type {Scan} from './chain.ts';
import {headOf, scan} from './chain.ts';
import {closeQuietly, nodeDisk} from './disk.ts';
import {diskFailure} from './disk-failure.ts';
import {isKnown} from './envelope.ts';
import type {JournalPlace} from './file-journal.ts';
import {writeThrough} from './file-journal.ts';
import type {Journal} from './journal.ts';
import type {TailRemoved} from './removed-tail.ts';
import {tailsNotNamed} from './removed-tail.ts';
import {type RunJournal, readRunJournal} from './run-journal.ts';
import {createScribe} from './scribe.ts';
import {bringHome, isHome} from './segments/bring-home.ts';
import {cutPieces, growingPiece} from './segments/mend-pieces.ts';
import {sinksOf} from './segments/sinks.ts';

export type OpenedJournal = {
  readonly journal: Journal;
  /** All facts, each of them durable. */
  readonly facts: readonly Fact[];
  /** The number of the session that begins now. */
  readonly session: number;
  /** Removed tails that no fact names yet: they are the first facts to record. */
  readonly tails: readonly TailRemoved[];
  /** The journal went on beside a file that failed, and is whole in the run's directory again; the file that it goes on in. */
  readonly restorable?: string;
};

/** Why a run cannot go on: each kind is answered differently by who asked. */
export type JournalRefusal = {
  readonly kind: 'never-started' | 'finished' | 'damaged' | 'newer' | 'unusable';
  readonly message: string;
};

/** Opens a journal for a new session. The caller holds the run's lock. A damaged journal is not touched. */
export const openJournal = (place: JournalPlace): Result<OpenedJournal, JournalRefusal> => {
  const {path, beside} = place;
  const read = readRunJournal(path, beside?.sinks ?? sinksOf(dirname(path)));
  if (!read.ok) {
    const {kind, message} = read.reason;
    return kind === 'missing' ? fail(neverStarted(path)) : fail({kind, message});
  }
  const found = scan(read.value.bytes);
  const refusal = refusalOf(found, path) ?? refusalOfMissing(read.value, path);
  if (refusal?.kind === 'finished') {
    return fail({...refusal, message: `${refusal.message}${broughtHome(place, read.value)}`});
  }
  return refusal ? fail(refusal) : goOn(place, {found, read: read.value});
};

/** Nothing is added to a sealed record, but its files belong into one place; a sentence where one of them did not stand there. */
const broughtHome = ({path, disk = nodeDisk}: JournalPlace, {pieces, bytes}: RunJournal): string => {
  const run = dirname(path);
  if (isHome(run, pieces)) {
    return '';
  }
  const home = bringHome(run, {pieces, bytes}, disk);
  growingPiece(home, disk);
  const away = home.find(piece => !isHome(run, [piece]));
  return away === undefined
    ? " Its record was brought home into the run's directory."
    : ` Its record goes on in ${away.path}: the run's directory takes no writes yet.`;
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

/** What was done and recorded there would be done again. */
const refusalOfMissing = ({missing: [first]}: RunJournal, path: string): JournalRefusal | undefined => {
  const message = `The record of ${runOf(path)} goes on in ${first}, which cannot be read; bring it back (LIFEBOAT_FALLBACK names its directory) and resume again.`;
  return first === undefined ? undefined : {kind: 'unusable', message};
};

type Found = {readonly found: Scan; readonly read: RunJournal};

/** The process before may have died between write and sync, so what was read is synced before it is trusted. */
const goOn = (place: JournalPlace, {found, read}: Found): Result<OpenedJournal, JournalRefusal> => {
  const {path, clock, disk = nodeDisk, beside} = place;
  const {facts, end} = found;
  const session = (facts.at(-1)?.session ?? 0) + 1;
  const whole = end.kind === 'whole' ? read.bytes.length : end.offset;
  const pieces = bringHome(dirname(path), {pieces: cutPieces(read.pieces, whole), bytes: read.bytes}, disk);
  const growing = growingPiece(pieces, disk);
  if (!growing.ok) {
    return fail({kind: 'unusable', message: growing.reason});
  }
  let file: number | undefined;
  try {
    const {piece} = growing.value;
    file = disk.open(piece.path);
    if (piece.size > piece.length) {
      disk.truncate(file, piece.length);
    }
    disk.syncFully(file);
    disk.syncDirectory(dirname(piece.path));
    const scribe = createScribe({clock, session, head: headOf(found)});
    const standing = {...disk.standing(piece.path), size: piece.length};
    const open = {path: piece.path, number: growing.value.number, disk, file, standing, bytesBefore: piece.start};
    const hasEnded = facts.some(({type}) => type === 'run-ended');
    const journal = writeThrough({open, scribe, hasEnded, ...(beside && {beside})});
    const restorable = isDegraded(facts) && isHome(dirname(path), pieces) ? basename(piece.path) : undefined;
    return succeed({
      journal,
      facts,
      session,
      tails: tailsNotNamed(path, facts),
      ...(restorable !== undefined && {restorable}),
    });
  } catch (error) {
    if (file !== undefined) {
      closeQuietly(disk, file);
    }
    return fail({
      kind: 'unusable',
      message: diskFailure(error, {path: growing.value.piece.path, then: `resume ${runOf(path)} again`}),
    });
  }
};

const isDegraded = (facts: readonly Fact[]): boolean =>
  facts.findLast(({type}) => type === 'degraded' || type === 'restored')?.type === 'degraded';

const runOf = (path: string): string => basename(dirname(path));
