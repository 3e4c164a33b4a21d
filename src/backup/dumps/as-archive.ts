/** A dump as an archive that pg_restore takes parts out of; SQL is loaded into a database of its own first, and dumped from there. */
import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {findTool} from '../../postgres/find-tool.ts';
import {findServerUser, giveTo} from '../../postgres/server-user.ts';
import {parseConnection} from '../../postgres/uri.ts';
import {runClient} from './client-program.ts';
import {type DumpFile, findDumpFile, isArchive} from './dump-format.ts';
import {inDatabase} from './in-database.ts';
import {restoreDatabase} from './restore-database.ts';
import {discardRestored} from './swap-database.ts';

export type AsArchive = {
  readonly live: string;
  readonly dump: string;
  readonly major: number;
  readonly trustsDump?: boolean | undefined;
  readonly onProgress?: (sentence: string) => void;
};

/** Works with an archive of it, and removes what was made for that. */
export const withArchive = async <Value>(
  request: AsArchive,
  work: (archive: DumpFile) => Promise<Result<Value>>,
): Promise<Result<Value>> => {
  const dump = findDumpFile(request.dump);
  if (!dump.ok) {
    return dump;
  }
  if (isArchive(dump.value)) {
    return work(dump.value);
  }
  const user = findServerUser();
  if (!user.ok) {
    return user;
  }
  const room = mkdtempSync(join(tmpdir(), 'lifeboat-archive-'));
  try {
    chmodSync(room, 0o700);
    giveTo(user.value, room);
    const path = join(room, 'archive');
    const made = await archiveOf(request, path);
    return made.ok ? await work({path, format: 'custom'}) : made;
  } finally {
    rmSync(room, {recursive: true, force: true});
  }
};

/** No database of anybody's is called that. */
const passing = 'sql of a dump';

const archiveOf = async (
  {live, dump, major, trustsDump, onProgress}: AsArchive,
  path: string,
): Promise<Result<void>> => {
  onProgress?.('SQL has no parts that could be taken out, so all of it is loaded into a database of its own first');
  const user = findServerUser();
  const tool = await findTool('pg_dump', {major});
  if (!user.ok) {
    return user;
  }
  if (!tool.ok) {
    return fail(`${tool.reason.sentence}; ${tool.reason.install}`);
  }
  const restored = await restoreDatabase({live, database: passing, dump, skipNumbers: 0, trustsDump});
  const target = restored.ok ? parseConnection(inDatabase(live, restored.value.restored)) : restored;
  const dumped = target.ok
    ? await runClient({
        command: [tool.value.path, '--format=custom', '--compress=1', `--file=${path}`],
        target: target.value,
        user: user.value,
      })
    : target;
  const gone = await discardRestored({live, database: passing});
  return dumped.ok && !gone.ok ? gone : dumped.ok ? succeed(undefined) : dumped;
};
