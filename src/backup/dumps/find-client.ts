/** psql and pg_restore for a server: of its version or a newer one where they are here, else the newest there is. */
import {fail, type Result} from '../../base/result.ts';
import {type FoundTool, findTool} from '../../postgres/find-tool.ts';

/**
 * An older psql and pg_restore load into a newer server; only pg_dump refuses one. What an older pg_restore cannot read of a
 * newer archive it says itself, and what was loaded is held against the dump in any case.
 */
export const findClient = async (name: 'psql' | 'pg_restore', major: number): Promise<Result<FoundTool>> => {
  const own = await findTool(name, {major});
  const found = own.ok ? own : await findTool(name);
  return found.ok ? found : fail(`${found.reason.sentence}; ${found.reason.install}`);
};
