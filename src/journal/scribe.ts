/** Gives drafts their place: number, watermark, session, times and hash. The part that every journal has in common. */
import type {Clock} from '../base/clock.ts';
import type {Fact} from '../run/event.ts';
import {link} from './chain.ts';
import {factText, writeLine} from './entry.ts';
import type {Draft, Head} from './journal.ts';

/** Where a session begins to write: after everything that is durable. */
export type Place = {readonly clock: Clock; readonly session: number; readonly head: Head};

export type Scribe = {
  /** Writes the next entry behind those that wait. */
  readonly write: (draft: Draft) => Fact;
  /** Takes the last entry back that waits, as if it had never been written; its hash was shown to nobody. */
  readonly takeBack: () => void;
  /** The lines that wait to become durable. */
  readonly waiting: () => string;
  /** What waited is durable now. */
  readonly settle: () => void;
  /** What waited will never be. */
  readonly drop: () => void;
  /** The head with what waits. */
  readonly head: () => Head;
  /** The head of what is durable. */
  readonly durable: () => Head;
};

/** A scribe that goes on after the head of `place`, all of which is durable. */
export const createScribe = ({clock, session, head: start}: Place): Scribe => {
  let durable = start;
  let head = start;
  let lines: {readonly line: string; readonly after: Head}[] = [];
  const wallTime = wallTimes();
  return {
    write: ({body, actor, happened}) => {
      const fact: Fact = {
        ...body,
        seq: head.entries,
        sync: durable.entries - 1,
        session,
        at: wallTime(clock.nowMs()),
        monoUs: Math.trunc(clock.monoUs()),
        actor,
        ...(happened !== undefined && {happened}),
      };
      const text = factText(fact);
      const hash = link(head.hash, text);
      lines.push({line: writeLine(hash, text), after: head});
      head = {entries: head.entries + 1, hash};
      return fact;
    },
    takeBack: () => {
      head = lines.pop()?.after ?? head;
    },
    waiting: () => lines.map(({line}) => line).join(''),
    settle: () => {
      durable = head;
      lines = [];
    },
    drop: () => {
      head = durable;
      lines = [];
    },
    head: () => head,
    durable: () => durable,
  };
};

/** Times as a fact has them. Spelling a date costs as much as looking at the file, so a second is spelled once. */
const wallTimes = (): ((nowMs: number) => string) => {
  let spelledS = Number.NaN;
  let second = '';
  return nowMs => {
    const wholeMs = Math.floor(nowMs);
    const s = Math.floor(wholeMs / 1_000);
    if (s !== spelledS) {
      second = new Date(wholeMs).toISOString().slice(0, -4);
      spelledS = s;
    }
    return `${second}${String(wholeMs - s * 1_000).padStart(3, '0')}Z`;
  };
};
