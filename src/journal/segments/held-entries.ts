/** What a journal does with the entries that no place took: it drops them, or keeps them in memory while a person goes on by hand. */
import {basename} from 'node:path';
import {assert} from '../../base/assert.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Fact} from '../../run/event.ts';
import type {Unwritten} from '../journal.ts';
import type {Scribe} from '../scribe.ts';
import type {OpenFile, WriteFailure} from '../write-durably.ts';

export type HeldEntries = {
  /** Why the file that was open takes nothing any more, and no other was begun. */
  readonly failure: () => WriteFailure | undefined;
  /** The journal goes on in memory. */
  readonly isHeld: () => boolean;
  /** No place took what waits: the answer of `flush`, with what the journal itself had to say. */
  readonly fell: (failure: WriteFailure) => Result<readonly Fact[]>;
  /** A place took all of it: what the journal had to say before that. */
  readonly rose: () => readonly Fact[];
  readonly port: Unwritten;
};

/** Of the file that is open. Nothing is kept before somebody has offered to decide about it. */
export const heldEntries = (scribe: Scribe, openFile: () => Pick<OpenFile, 'path'>): HeldEntries => {
  let failure: WriteFailure | undefined;
  let isOffered = false;
  /** What was written about the failure itself and not told yet. */
  let held: readonly Fact[] | undefined;
  // A file that others changed is no failed disk, and before the first fact there is no run.
  const isThere = (): boolean => isOffered && failure?.cause !== undefined && scribe.durable().entries > 0;
  const takeHeld = (): readonly Fact[] => {
    const facts = held ?? [];
    held &&= [];
    return facts;
  };
  return {
    failure: () => failure,
    isHeld: () => held !== undefined,
    fell: why => {
      failure = why;
      if (held) {
        return succeed(takeHeld());
      }
      if (!isThere()) {
        scribe.drop();
      }
      return fail(why.sentence);
    },
    rose: () => {
      const facts = takeHeld();
      failure = undefined;
      held = undefined;
      return facts;
    },
    port: {
      offer: () => {
        isOffered = true;
      },
      isThere,
      hold: () => {
        assert(isThere(), 'a journal that has a place was about to be kept in memory');
        held ??= [writeUnwritten(scribe, openFile().path, failure?.cause ?? 'unknown')];
      },
      drop: () => {
        if (!held) {
          isOffered = false;
          scribe.drop();
        }
      },
      lines: () => (held ? scribe.waiting() : ''),
    },
  };
};

/** What stands behind the entries that wait. */
const writeUnwritten = (scribe: Scribe, path: string, cause: string): Fact =>
  scribe.write({
    actor: {name: 'lifeboat', via: 'engine'},
    body: {
      type: 'degraded',
      cause,
      follows: basename(path),
      entries: scribe.durable().entries,
      where: 'unwritten',
    },
  });
