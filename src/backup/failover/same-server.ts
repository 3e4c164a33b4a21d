/** Whether two connections lead to the very same server: an address that moved, or a name, may lead from the old primary to the new one. */
import {withConnection} from '../../postgres/connect.ts';
import {isSameInstance} from '../../postgres/same-instance.ts';

const timeouts = {connectTimeoutMs: 3_000, statementTimeoutMs: 5_000, applicationName: 'lifeboat'};

/** What cannot be told is no: then the other one is believed to be a server of its own. */
export const leadToOneServer = async (one: string, other: string): Promise<boolean> => {
  const same = await withConnection(
    one,
    first => withConnection(other, second => isSameInstance(first, second), timeouts),
    timeouts,
  );
  return same.ok && same.value;
};
