/** The rows that one transaction deleted or changed, as the options of a recovery step name it. */
import type {DeletedRows, DeletedRowsRequest} from '../backup/deletion.ts';
import {deletedRows} from '../backup/find-deletion.ts';
import type {Result} from '../base/result.ts';
import {inSql} from './recovery-step.ts';

export type RowsOptions = {
  readonly xid: string;
  readonly firstLsn: string;
  readonly commitLsn: string;
  readonly except?: readonly string[];
  readonly archive?: string;
  readonly committedAt?: string;
};

type Where = {
  readonly live: string;
  /** As they stand in the catalog; none for all. */
  readonly tables: readonly string[];
  readonly change?: DeletedRowsRequest['change'];
};

/** Read from the WAL of the damaged server, or of its archive. */
export const rowsAtIssue = (
  {live, tables, change}: Where,
  {xid, firstLsn, commitLsn, except = [], archive, committedAt}: RowsOptions,
): Promise<Result<DeletedRows>> =>
  deletedRows({
    live,
    xid,
    firstLsn,
    commitLsn,
    ...(change !== undefined && {change}),
    ...(tables.length > 0 && {tables: tables.map(inSql)}),
    ...(except.length > 0 && {except: except.map(inSql)}),
    ...(archive !== undefined && {archiveDir: archive}),
    ...(committedAt !== undefined && {committedAt}),
  });
