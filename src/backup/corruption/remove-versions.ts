/** Removes rows in a damaged form: at an address another row may lie by now, so that each is told by its version too. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import type {DeletedRows} from '../deletion.ts';

/**
 * Within a transaction of the caller, which must roll back when this fails. The copy says which version lay at each address
 * (xmin: an update writes another one, damage leaves it as it is); a row of another version is work and stays.
 */
export const removeVersions = async (
  {copy, live}: {readonly copy: Connection; readonly live: Connection},
  changed: DeletedRows,
): Promise<Result<void, DatabaseFailure>> => {
  for (const [table, addresses] of Object.entries(changed)) {
    const known = await rowsOf(
      copy,
      `select ctid::text as address, xmin::text as version from only ${table} where ctid = any($1::tid[])`,
      [addresses],
    );
    if (!known.ok) {
      return known;
    }
    const removed = await live.run(
      `delete from only ${table} t where t.ctid = any($1::tid[]) and exists (
         select from unnest($1::tid[], $2::text[]) as v(address, version) where v.address = t.ctid and v.version = t.xmin::text)`,
      [known.value.map(({address}) => address), known.value.map(({version}) => version)],
    );
    if (!removed.ok) {
      return removed;
    }
    if (removed.value[0]?.rowCount !== addresses.length) {
      return fail(refusal(`rows of ${table} moved while they were mended; stop all writes first`));
    }
  }
  return succeed(undefined);
};
