/** Reads a journal that somebody else is writing: each time the whole entries that came since, and nothing of a half one. */
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {Fact} from '../run/event.ts';
import {journalBytesMax, type Reached, scanFrom, unread} from './chain.ts';
import {readFrom} from './safe-file.ts';

export type Followed = {readonly facts: readonly Fact[]; readonly hashes: readonly string[]};

/**
 * Begins before the first entry. A line that is not whole yet is waited for: it is being written, or the writer has died
 * and whoever resumes cuts it off. Fails where the journal cannot be read, is damaged, or has lost what was read already.
 */
export const followJournal = (path: string): (() => Result<Followed>) => {
  let offset = 0;
  let reached: Reached = unread;
  return () => {
    const bytes = readFrom(path, {offset, bytesMax: journalBytesMax});
    if (!bytes.ok) {
      return fail(bytes.reason.message);
    }
    const {facts, hashes, end} = scanFrom(bytes.value, reached);
    if (end.kind === 'damaged') {
      return fail(`The journal is damaged: entry ${reached.entries + facts.length} ${end.problem.message}.`);
    }
    offset += end.kind === 'whole' ? bytes.value.length : end.offset;
    reached = {
      entries: reached.entries + facts.length,
      hash: hashes.at(-1) ?? reached.hash,
      watermark: facts.at(-1)?.sync ?? reached.watermark,
    };
    return succeed({facts, hashes});
  };
};
