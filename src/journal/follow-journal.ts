/** Reads a journal that somebody else is writing: each time the whole entries that came since, and nothing of a half one. */
import {dirname} from 'node:path';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {Fact} from '../run/event.ts';
import type {Sink} from '../run/record-fact.ts';
import {journalBytesMax, type Reached, scan, scanFrom, unread} from './chain.ts';
import {newestSegment, readRunJournal, sinksNamedBy} from './run-journal.ts';
import {readFrom} from './safe-file.ts';
import {sinksOf} from './segments/sinks.ts';

export type Followed = {readonly facts: readonly Fact[]; readonly hashes: readonly string[]};

/** How far it was read: which file grows, and how much of that one was read. */
type At = {
  readonly file: string;
  readonly offset: number;
  readonly reached: Reached;
  /** Where it may go on. */
  readonly sinks: readonly Sink[];
};

/**
 * Begins before the first entry. A line that is not whole yet is waited for: it is being written, or the writer has died
 * and whoever resumes cuts it off. When a disk has failed it goes on in the next file. Fails where the journal cannot be
 * read, is damaged, or has lost what was read already; a file that fails is cut a moment before the next one is there,
 * so whoever follows looks again.
 */
export const followJournal = (path: string): (() => Result<Followed>) => {
  let at: At = {file: path, offset: 0, reached: unread, sinks: sinksOf(dirname(path))};
  return () => {
    const newest = newestSegment(path, at.sinks);
    const read = newest === at.file ? readOn(at) : readAnew(path, newest, at);
    if (!read.ok) {
      return read;
    }
    at = read.value.at;
    return succeed(read.value.followed);
  };
};

type Read = Result<{readonly followed: Followed; readonly at: At}>;

const readOn = ({file, offset, reached, sinks}: At): Read => {
  const bytes = readFrom(file, {offset, bytesMax: journalBytesMax});
  if (!bytes.ok) {
    return fail(bytes.reason.message);
  }
  const {facts, hashes, end} = scanFrom(bytes.value, reached);
  if (end.kind === 'damaged') {
    return fail(`The journal is damaged: entry ${reached.entries + facts.length} ${end.problem.message}.`);
  }
  const read = end.kind === 'whole' ? bytes.value.length : end.offset;
  const at = {file, offset: offset + read, reached: after(reached, {facts, hashes}), sinks: withNamed(sinks, facts)};
  return succeed({followed: {facts, hashes}, at});
};

/** Another file goes on: what was read before must stand in all of them together. */
const readAnew = (path: string, newest: string, {reached, sinks}: At): Read => {
  const journal = readRunJournal(path, sinks);
  if (!journal.ok) {
    return fail(journal.reason.message);
  }
  const {facts, hashes, end} = scan(journal.value.bytes);
  if (end.kind === 'damaged') {
    return fail(`The journal is damaged: entry ${facts.length} ${end.problem.message}.`);
  }
  if (reached.entries > 0 && hashes[reached.entries - 1] !== reached.hash) {
    return fail(
      `The journal has lost entries that stood in it: ${reached.entries} were read, ${facts.length} are there.`,
    );
  }
  const whole = end.kind === 'whole' ? journal.value.bytes.length : end.offset;
  const start = journal.value.pieces.find(piece => piece.path === newest)?.start ?? whole;
  const fresh = {facts: facts.slice(reached.entries), hashes: hashes.slice(reached.entries)};
  return succeed({
    followed: fresh,
    at: {
      file: newest,
      offset: Math.max(0, whole - start),
      reached: after(reached, fresh),
      sinks: withNamed(sinks, fresh.facts),
    },
  });
};

const withNamed = (sinks: readonly Sink[], facts: readonly Fact[]): readonly Sink[] => {
  const named = facts.flatMap(sinksNamedBy);
  return named.length === 0 ? sinks : [...sinks, ...named];
};

const after = (reached: Reached, {facts, hashes}: Followed): Reached => ({
  entries: reached.entries + facts.length,
  hash: hashes.at(-1) ?? reached.hash,
  watermark: facts.at(-1)?.sync ?? reached.watermark,
});
