/** Rows whose key was given a second time: a server that was taken back to a moment counts on from there. */
import type {LostTable} from '../damage.ts';
import type {AcknowledgedWrite} from '../truth.ts';

export type Since = {readonly acknowledged: readonly AcknowledgedWrite[]; readonly faultMs: number};

/**
 * The rows of the moment before that are still themselves where they are there. One whose key was given again, as the
 * application was told after the fault, is another row by right; that the former one is lost is told by its own record.
 */
export const withoutGivenAgain = (table: LostTable, bare: string, {acknowledged, faultMs}: Since): LostTable => {
  const again = new Set(
    acknowledged.filter(({atMs}) => atMs > faultMs).flatMap(({keys}) => (keys[bare] ?? []).map(String)),
  );
  return {...table, rows: table.rows.filter(({key: [first = '', ...more]}) => more.length > 0 || !again.has(first))};
};
