/** A journal in memory that goes on after what is already durable, shows each flush, and fails when it is told to. */
import type {Clock} from '../../src/base/clock.ts';
import {fail, succeed} from '../../src/base/result.ts';
import {emptyHead, headOf, scan} from '../../src/journal/chain.ts';
import {alwaysWritten, type Journal} from '../../src/journal/journal.ts';
import {createScribe} from '../../src/journal/scribe.ts';
import type {Fact} from '../../src/run/event.ts';

export type WatchedJournal = Journal & {
  /** What is on the disk: nothing else survives a crash. */
  readonly text: () => string;
  /** Facts that became durable together, flush by flush. */
  readonly flushes: readonly (readonly Fact[])[];
  readonly failWith: (reason: string) => void;
};

export const watchedJournal = (clock: Clock, {text: before = '', session = 1} = {}): WatchedJournal => {
  const scribe = createScribe({clock, session, head: before === '' ? emptyHead : headOf(scan(Buffer.from(before)))});
  const flushes: (readonly Fact[])[] = [];
  let text = before;
  let waiting: Fact[] = [];
  let failure: string | undefined;
  let isOpen = true;
  return {
    append: draft => {
      if (!isOpen) {
        throw new Error('a fact was about to be recorded in a closed journal');
      }
      const fact = scribe.write(draft);
      waiting.push(fact);
      return fact;
    },
    flush: () => {
      if (failure !== undefined) {
        scribe.drop();
        return fail(failure);
      }
      if (waiting.length > 0) {
        flushes.push(waiting);
      }
      waiting = [];
      text += scribe.waiting();
      scribe.settle();
      return succeed([]);
    },
    head: scribe.head,
    unwritten: alwaysWritten,
    close: () => {
      isOpen = false;
    },
    text: () => text,
    flushes,
    failWith: reason => {
      failure = reason;
    },
  };
};
