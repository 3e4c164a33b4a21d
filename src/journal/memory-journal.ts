/** A journal in memory, for dry runs and tests: the same entries, with nothing on the disk. */
import {assert} from '../base/assert.ts';
import type {Clock} from '../base/clock.ts';
import {succeed} from '../base/result.ts';
import type {Fact} from '../run/event.ts';
import {emptyHead} from './chain.ts';
import {alwaysWritten, type Journal} from './journal.ts';
import {createScribe} from './scribe.ts';

export type MemoryJournal = Journal & {
  /** All facts that were flushed. */
  readonly facts: () => readonly Fact[];
  /** The lines as the file would hold them. */
  readonly text: () => string;
};

/** An empty journal in memory. */
export const memoryJournal = (clock: Clock, session = 1): MemoryJournal => {
  const scribe = createScribe({clock, session, head: emptyHead});
  const facts: Fact[] = [];
  let waiting: Fact[] = [];
  let text = '';
  let isOpen = true;
  return {
    append: draft => {
      assert(isOpen, 'a fact was about to be recorded in a closed journal');
      const fact = scribe.write(draft);
      waiting.push(fact);
      return fact;
    },
    flush: () => {
      text += scribe.waiting();
      facts.push(...waiting);
      waiting = [];
      scribe.settle();
      return succeed([]);
    },
    head: scribe.head,
    unwritten: alwaysWritten,
    close: () => {
      isOpen = false;
    },
    facts: () => facts,
    text: () => text,
  };
};
