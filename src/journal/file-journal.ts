/** The journal in a file: what `flush` reports as done is on a disk; a file that failed is never written again, and the next one goes on. */
import {dirname} from 'node:path';
import {assert} from '../base/assert.ts';
import type {Clock} from '../base/clock.ts';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {Fact, FactBody} from '../run/event.ts';
import {emptyHead} from './chain.ts';
import type {Disk} from './disk.ts';
import {closeQuietly, nodeDisk} from './disk.ts';
import {diskFailure} from './disk-failure.ts';
import type {Journal} from './journal.ts';
import type {Scribe} from './scribe.ts';
import {createScribe} from './scribe.ts';
import {type Beside, goOnBeside} from './segments/go-on-beside.ts';
import {heldEntries} from './segments/held-entries.ts';
import {type OpenFile, type WriteFailure, writeDurably} from './write-durably.ts';

/** Where a journal is kept. `disk` is the real one unless a test brings one that fails; without `beside` a failure ends it. */
export type JournalPlace = {
  readonly path: string;
  readonly clock: Clock;
  readonly disk?: Disk;
  readonly beside?: Beside;
};

/** Begins the journal of a new run; its name is durable before the first entry can be. Fails when there is one already. */
export const createJournal = ({path, clock, disk = nodeDisk, beside}: JournalPlace): Result<Journal> => {
  let file: number | undefined;
  try {
    file = disk.create(path);
    disk.syncFully(file);
    disk.syncDirectory(dirname(path));
    const scribe = createScribe({clock, session: 1, head: emptyHead});
    const open = {path, number: 1, disk, file, standing: disk.standing(path), bytesBefore: 0};
    return succeed(writeThrough({open, scribe, hasEnded: false, ...(beside && {beside})}));
  } catch (error) {
    if (file !== undefined) {
      closeQuietly(disk, file);
    }
    return fail(diskFailure(error, {path, then: 'start the run again'}));
  }
};

/** A file that is open for appending, the scribe that goes on in it, and where it goes on when that file fails. */
export type Writing = {
  readonly open: OpenFile;
  readonly scribe: Scribe;
  /** The record says already that the run has ended: only its seal may be missing. */
  readonly hasEnded: boolean;
  readonly beside?: Beside;
};

/** The port over an open file. What failed once is not tried again: a sync that failed lies the second time. */
export const writeThrough = ({scribe, beside, ...start}: Writing): Journal => {
  let {hasEnded} = start;
  // One object for all writes: copies of it were a tenth of what a fact costs beside the disk.
  let open: {-readonly [Key in keyof OpenFile]: OpenFile[Key]} = {...start.open};
  let last: FactBody['type'] | undefined;
  let isOpen = true;
  const held = heldEntries(scribe, () => open);
  const goOn = (failure: WriteFailure): Result<readonly Fact[]> => {
    const {cause} = failure;
    const isLast = hasEnded && last === 'sealed' && scribe.head().entries - scribe.durable().entries === 1;
    const next = cause === undefined || !beside ? undefined : goOnBeside(open, {beside, scribe, cause, isLast});
    if (!next) {
      return held.fell(failure);
    }
    closeQuietly(open.disk, open.file);
    open = {...next.open};
    scribe.settle();
    return succeed([...held.rose(), ...next.facts]);
  };
  return {
    append: draft => {
      assert(isOpen, 'a fact was about to be recorded in a closed journal');
      const fact = scribe.write(draft);
      if (held.failure() && !held.isHeld() && !held.port.isThere()) {
        scribe.drop();
      }
      last = fact.type;
      hasEnded ||= fact.type === 'run-ended';
      return fact;
    },
    flush: () => {
      assert(isOpen, 'a closed journal was about to be flushed');
      const failure = held.failure();
      if (failure) {
        return held.isHeld() ? goOn(failure) : fail(failure.sentence);
      }
      const bytes = Buffer.from(scribe.waiting());
      if (bytes.length === 0) {
        return succeed([]);
      }
      const written = writeDurably(open, {bytes, entries: scribe.head().entries});
      if (written.ok) {
        open.standing = {...open.standing, size: open.standing.size + bytes.length};
        scribe.settle();
        return succeed([]);
      }
      return goOn(written.reason);
    },
    head: scribe.head,
    unwritten: held.port,
    close: () => {
      if (isOpen) {
        isOpen = false;
        closeQuietly(open.disk, open.file);
      }
    },
  };
};
