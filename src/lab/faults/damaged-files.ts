/** Damage below the server: it is stopped in good order, its files are changed, and it reads them when it starts again. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import type {Damage, DamageDetail} from '../damage.ts';
import type {Estate} from '../estate.ts';
import {inLab} from '../in-lab.ts';
import {type MomentBefore, readMomentBefore} from '../moment-before.ts';
import {whileStopped} from '../while-stopped.ts';

/** What will be lost, and the change of the files that does it, made while the server is down. */
export type FileDamage = Pick<Damage, 'lost' | 'tablesLost' | 'rowsLost'> & {
  /** May throw what the file system throws. */
  readonly change: () => Result<DamageDetail> | Promise<Result<DamageDetail>>;
};

type Looked = {readonly before: MomentBefore; readonly chosen: FileDamage};

/** Looks at everything, stops the server, changes the files and starts it again with nothing of them in memory. */
export const damageFiles = async (
  estate: Estate,
  fault: string,
  select: (connection: Connection) => Promise<Result<FileDamage>>,
): Promise<Result<Damage>> => {
  const looked = await inLab(estate, async (connection): Promise<Result<Looked>> => {
    const before = await readMomentBefore(connection, estate.dataset);
    if (!before.ok) {
      return before;
    }
    const chosen = await select(connection);
    // So that the stop is short: what is to be written has been written.
    await connection.run('checkpoint');
    return chosen.ok ? succeed({before: before.value, chosen: chosen.value}) : chosen;
  });
  if (!looked.ok) {
    return looked;
  }
  const {change, ...lost} = looked.value.chosen;
  const changed = await whileStopped(estate, async () => {
    const detail = await change();
    return detail.ok ? succeed({detail: detail.value, atMs: Date.now()}) : detail;
  });
  return changed.ok
    ? succeed({
        fault,
        ...lost,
        ...looked.value.before,
        committedAt: inMicroseconds(changed.value.atMs),
        detail: changed.value.detail,
      })
    : fail(`the fault could not be injected: ${changed.reason}`);
};

/** The server's clock is this machine's; it writes six digits. */
export const inMicroseconds = (atMs: number): string => new Date(atMs).toISOString().replace('Z', '000Z');

/** A page that is damaged is found only where there are checksums. */
export const wantChecksums = async (connection: Connection): Promise<Result<void>> => {
  const rows = await rowsOf(connection, 'show data_checksums');
  if (!rows.ok) {
    return fail(rows.reason.message);
  }
  return rows.value[0]?.data_checksums === 'on'
    ? succeed(undefined)
    : fail('the lab has no data checksums, so a damaged page would not be seen');
};
