/** The WAL archive of a lab: it begins when the data are loaded, because nobody restores to the middle of that. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import {commandWord} from '../../postgres/shell-word.ts';

/** Takes everything and keeps nothing: loading a gibibyte would otherwise start three programs for each of its 3,000 segments. */
export const noArchive = 'true';

/** For a server that reads it; a file that is not there yet is no error, only not yet. */
export const restoreCommand = (archive: string): Result<string> => {
  const word = commandWord(archive);
  return word.ok ? succeed(`test -f ${word.value}/%f && cp ${word.value}/%f "%p"`) : word;
};

const triesMax = 20;
const eachTryMs = 2_000;
const pollEveryMs = 10;

/**
 * Waits until the server really archives by the settings that it has just been told to read again: the archiver takes them up
 * when it comes to it, and what it did before with the former command is in no archive.
 */
export const archiveBegins = async (
  connection: Connection,
  archive: string,
  isThere: (segment: string) => boolean = segment => existsSync(join(archive, segment)),
): Promise<Result<void>> => {
  for (let tries = 0; tries < triesMax; tries += 1) {
    // A segment without a record in it is not switched.
    const marked = await rowsOf(
      connection,
      `select pg_walfile_name(pg_create_restore_point('archive begins')) as segment`,
    );
    const switched = marked.ok ? await rowsOf(connection, 'select pg_switch_wal()') : marked;
    if (!marked.ok || !switched.ok) {
      return fail(`the archive cannot begin: ${marked.ok ? '' : marked.reason.message}`);
    }
    const segment = String(marked.value[0]?.segment);
    for (const untilMs = performance.now() + eachTryMs; performance.now() < untilMs; await delay(pollEveryMs)) {
      if (isThere(segment)) {
        return succeed(undefined);
      }
    }
  }
  return fail(`no WAL arrives in the archive ${archive}; look at the log of the primary`);
};
