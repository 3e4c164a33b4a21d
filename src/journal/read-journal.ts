/** Reads the journal of a run from its file, for everybody who only looks: show, replay, report, verify. */
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {Scan} from './chain.ts';
import {journalBytesMax, scan} from './chain.ts';
import {readSafely} from './safe-file.ts';

/** Reads and scans a journal without changing anything. Fails only when the file cannot be read at all. */
export const readJournal = (path: string): Result<Scan> => {
  const bytes = readSafely(path, journalBytesMax);
  return bytes.ok ? succeed(scan(bytes.value)) : fail(bytes.reason.message);
};
