/** `lifeboat backup …`: what the steps of a runbook call, each an honest program of its own: JSON out, sentences on stderr. */

import {archiveWal} from '../../backup/archive-wal.ts';
import {checkBackup} from '../../backup/check-backup.ts';
import {discardSide} from '../../backup/discard-side.ts';
import {foreignKeyOrphans} from '../../backup/foreign-key-orphans.ts';
import {checkPutBack, type PutBackRequest, putBack} from '../../backup/put-back.ts';
import {type Result, succeed} from '../../base/result.ts';
import {type ChangesOptions, changesFound} from '../changes-found.ts';
import {bothDatabases, databaseOf, inSql, inWords, print, windowOf, withDatabase} from '../recovery-step.ts';
import {printRefusal} from '../refusal.ts';
import {type RowsOptions, rowsAtIssue} from '../rows-at-issue.ts';

export type PutBackOptions = RowsOptions & {
  readonly check?: boolean;
  readonly skipTriggers?: boolean;
  readonly byKey?: boolean;
};

/** Lists deletions, those that removed most rows first. */
export const findDeletionCommand = async (tables: readonly string[], options: ChangesOptions): Promise<number> => {
  const live = databaseOf('LIFEBOAT_DATABASE');
  if (!live.ok) {
    return printRefusal(live.reason);
  }
  const window = windowOf(options);
  if (!window.ok) {
    return printRefusal(window.reason);
  }
  const found = await changesFound({live: live.value, tables, ...window.value}, options);
  if (!found.ok) {
    return print(found);
  }
  const {changes, ...more} = found.value;
  return print(succeed({...more, deletions: changes}));
};

export const archiveWalCommand = async (): Promise<number> => withDatabase(live => archiveWal({live}));

export type CheckOptions = {readonly backup: string; readonly archive: string; readonly beforeLsn: string};

export const checkCommand = async ({backup, archive, beforeLsn}: CheckOptions): Promise<number> =>
  withDatabase(live => checkBackup({live, backupDir: backup, archiveDir: archive, beforeLsn}));

export const orphansCommand = async (tables: readonly string[]): Promise<number> =>
  withDatabase(database => foreignKeyOrphans({database, ...(tables.length > 0 && {tables: tables.map(inSql)})}));

export const putBackCommand = async (tables: readonly string[], options: PutBackOptions): Promise<number> => {
  const both = bothDatabases();
  if (!both.ok) {
    return printRefusal(both.reason);
  }
  const rows = await rowsAtIssue({live: both.value.into, tables}, options);
  if (!rows.ok) {
    return print(rows);
  }
  const request = {
    ...both.value,
    rows: rows.value,
    commitLsn: options.commitLsn,
    ...(options.skipTriggers && {triggers: 'skip' as const}),
    ...(options.byKey && {isDump: true}),
  };
  return options.check ? print(await checkInWords(request)) : print(await putBack(request));
};

/** With the sentences that a person is asked with: how many rows of which tables, and which triggers and rules would act. */
const checkInWords = async (request: PutBackRequest): Promise<Result<object>> => {
  const checked = await checkPutBack(request);
  return checked.ok
    ? succeed({
        ...checked.value,
        summary: inWords(Object.fromEntries(checked.value.tables.map(({table, lost}) => [table, lost]))),
        triggerNames: checked.value.triggers
          .map(({kind, table, name, always}) => `${kind} ${name} of ${table}${always ? ' (acts either way)' : ''}`)
          .join(', '),
        added: Object.entries(checked.value.filledByDefault)
          .map(([table, columns]) => `${columns.join(', ')} of ${table}`)
          .join('; '),
      })
    : checked;
};

export const discardCommand = async ({into}: {readonly into: string}): Promise<number> =>
  print(await discardSide(into));
