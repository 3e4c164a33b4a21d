/** The chain: each entry's hash covers its own bytes and the hash before it. Reading a journal means walking it. */
import {hash as digest} from 'node:crypto';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {Fact} from '../run/event.ts';
import type {Entry, EntryProblem} from './entry.ts';
import {readLine} from './entry.ts';
import type {Head} from './journal.ts';
import {hasDurableWitness, tailBytesMax} from './torn-tail.ts';

/** The head before the first entry. */
export const emptyHead: Head = {entries: 0, hash: '0'.repeat(64)};

/** No journal is longer; a reader refuses what is, so that a hostile file cannot exhaust the memory. */
export const journalBytesMax = 64 * 1024 * 1024;
export const entriesMax = 100_000;

const lineFeed = 0x0a;

/** What is wrong with the first entry that does not verify; `wellFormed` as in an entry's problem. */
export type ChainProblem = {
  readonly code: EntryProblem['code'] | 'unterminated' | 'hash' | 'order' | 'watermark' | 'tail-too-long' | 'too-many';
  /** Goes on after "Entry N". */
  readonly message: string;
  readonly wellFormed: boolean;
};

export type ScanEnd =
  | {readonly kind: 'whole'}
  | {readonly kind: 'torn'; readonly offset: number; readonly bytes: number; readonly problem: ChainProblem}
  | {readonly kind: 'damaged'; readonly offset: number; readonly bytes: number; readonly problem: ChainProblem};

/** The entries of a journal up to the first that does not verify, their hashes, and what comes then. */
export type Scan = {readonly facts: readonly Fact[]; readonly hashes: readonly string[]; readonly end: ScanEnd};

/** Links a fact's text to the hash before it. The first word is the version of the format. */
export const link = (previous: string, text: string): string => digest('sha256', `lifeboat1\n${previous}\n${text}`);

/** The head of what verified. */
export const headOf = ({facts, hashes}: Pick<Scan, 'facts' | 'hashes'>): Head => ({
  entries: facts.length,
  hash: hashes.at(-1) ?? emptyHead.hash,
});

/** How far a journal was read: its head there, and the watermark of the last entry. */
export type Reached = Head & {readonly watermark: number};

/** Before the first entry. */
export const unread: Reached = {...emptyHead, watermark: -1};

/** Reads the bytes of a whole journal. It never fails: what does not verify is the end that it tells of. */
export const scan = (bytes: Uint8Array): Scan => scanFrom(bytes, unread);

/** Reads the bytes that follow after a place; facts and offsets are counted from there. */
export const scanFrom = (bytes: Uint8Array, reached: Reached): Scan => {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const facts: Fact[] = [];
  const hashes: string[] = [];
  let {watermark} = reached;
  let offset = 0;
  while (offset < file.length) {
    const end = file.indexOf(lineFeed, offset);
    const entries = reached.entries + facts.length;
    const after = {entries, hash: hashes.at(-1) ?? reached.hash, watermark};
    const next = end === -1 ? unterminated : readNext(file.subarray(offset, end), after);
    if (!next.ok) {
      return {facts, hashes, end: judgeTail(file, {offset, seq: entries, problem: next.reason})};
    }
    facts.push(next.value.fact);
    hashes.push(next.value.hash);
    watermark = next.value.fact.sync;
    offset = end + 1;
  }
  return {facts, hashes, end: {kind: 'whole'}};
};

const unterminated = fail<ChainProblem>({code: 'unterminated', message: 'breaks off', wellFormed: false});

/** Reads the line that must be entry number `entries` after the hash `hash`. */
const readNext = (line: Buffer, after: Reached): Result<Entry, ChainProblem> => {
  if (after.entries >= entriesMax) {
    return fail({code: 'too-many', message: `is one more than a journal may have (${entriesMax})`, wellFormed: true});
  }
  const entry = readLine(line);
  if (!entry.ok) {
    return entry;
  }
  const {hash, text, fact} = entry.value;
  if (fact.seq !== after.entries) {
    return fail({
      code: 'order',
      message: `has the number ${fact.seq}: entries were removed, added or moved`,
      wellFormed: true,
    });
  }
  if (link(after.hash, text) !== hash) {
    return fail({code: 'hash', message: 'was changed, or one before it: its hash does not fit', wellFormed: true});
  }
  if (fact.sync >= fact.seq || fact.sync < after.watermark) {
    return fail({code: 'watermark', message: `cannot have the watermark ${fact.sync}`, wellFormed: true});
  }
  return succeed(entry.value);
};

type Tail = {readonly offset: number; readonly seq: number; readonly problem: ChainProblem};

/** The rule of docs/design/journal-format.md, "whole, torn or damaged". */
const judgeTail = (file: Buffer, {offset, seq, problem}: Tail): ScanEnd => {
  const tail = file.subarray(offset);
  const found = {offset, bytes: tail.length, problem};
  if (tail.length > tailBytesMax) {
    const message = `begins ${tail.length} bytes that do not verify, more than an interrupted write can leave`;
    return {kind: 'damaged', ...found, problem: {code: 'tail-too-long', message, wellFormed: false}};
  }
  const isDamaged = problem.wellFormed || hasDurableWitness(tail, seq);
  return {kind: isDamaged ? 'damaged' : 'torn', ...found};
};
