/** What PostgreSQL says when it meets a page that it cannot read, taken apart. */
import type {DatabaseFailure} from '../../postgres/failure.ts';

export type DamagedBlock = {readonly block: number; readonly database: number; readonly filenode: number};

/**
 * `invalid page in block 4321 of relation base/16384/16422` (bufmgr.c, relpath.c), and `could not read block …` from a
 * broken disk (md.c). The server does not translate errors of this kind for us only when its lc_messages is C; the
 * numbers and the path stand in every language, so only they are looked for.
 */
export const damagedBlockOf = ({sqlstate, message}: DatabaseFailure): DamagedBlock | null => {
  if (sqlstate === null || !dataErrors.has(sqlstate)) {
    return null;
  }
  const path = /(?:base\/(\d+)|pg_tblspc\/\d+\/[^/\s]+\/(\d+)|global)\/(\d+)(?:_\w+)?(?:\.\d+)?/.exec(message);
  const block = /(\d+)/.exec(path === null ? '' : message.slice(0, path.index));
  return path === null || block === null
    ? null
    : {block: Number(block[1]), database: Number(path[1] ?? path[2] ?? 0), filenode: Number(path[3])};
};

/** data_corrupted and io_error (PostgreSQL manual, appendix A). */
const dataErrors: ReadonlySet<string> = new Set(['XX001', '58030']);

/** Also index_corrupted: what is read is wrong, however it was met. */
export const isDamage = ({sqlstate}: DatabaseFailure): boolean =>
  sqlstate?.startsWith('XX') === true || sqlstate === '58030';
