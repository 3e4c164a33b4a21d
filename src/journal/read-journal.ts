/** Reads the journal of a run from its files, for everybody who only looks: show, replay, report, verify. */
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {Scan} from './chain.ts';
import {scan} from './chain.ts';
import {readRunJournal} from './run-journal.ts';

/** Reads and scans a journal without changing anything. Fails only when it cannot be read at all. */
export const readJournal = (path: string): Result<Scan> => {
  const journal = readRunJournal(path);
  return journal.ok ? succeed(scan(journal.value.bytes)) : fail(journal.reason.message);
};
