/** Loads a dump into an empty database, stopping at the first error, with nothing that is meant for another one. */
import {fail, type Result} from '../../base/result.ts';
import {findServerUser} from '../../postgres/server-user.ts';
import {type ConnectionTarget, parseConnection} from '../../postgres/uri.ts';
import {guardFor, runClient} from './client-program.ts';
import {watchDump} from './dump-facts.ts';
import {type DumpFile, findDumpFile, isArchive} from './dump-format.ts';
import {throughStatements} from './dump-statements.ts';
import {dumpText} from './dump-text.ts';
import {findClient} from './find-client.ts';
import {readerFor} from './look-at-dump.ts';

export type Loading = {
  readonly dump: string;
  /** The empty database, as a URI. */
  readonly into: string;
  readonly major: number;
  /** Commands of psql that stand in it may run, where psql is too old to be kept from it. */
  readonly trustsDump?: boolean | undefined;
};

/** What was loaded is looked at by the caller: that the programs ended well is no proof. Needs psql or pg_restore. */
export const loadDump = async ({dump: given, into, major, trustsDump = false}: Loading): Promise<Result<void>> => {
  const dump = findDumpFile(given);
  const target = parseConnection(into);
  if (!dump.ok) {
    return dump;
  }
  if (!target.ok) {
    return target;
  }
  return isArchive(dump.value)
    ? loadArchive(dump.value, target.value, major)
    : loadSql(dump.value, target.value, {major, trustsDump});
};

const loadArchive = async (dump: DumpFile, target: ConnectionTarget, major: number): Promise<Result<void>> => {
  const reader = await readerFor(dump, major);
  if (!reader.ok || reader.value === null) {
    return reader.ok ? fail('this dump is none that pg_restore reads') : reader;
  }
  const {program, user} = reader.value;
  // A tar is read by one alone.
  const jobs = dump.format === 'tar' ? [] : ['--jobs=2'];
  return runClient({
    command: [program, '--exit-on-error', ...jobs, `--dbname=${target.database}`, dump.path],
    target,
    user,
  });
};

type Trust = {readonly major: number; readonly trustsDump: boolean};

const loadSql = async (dump: DumpFile, target: ConnectionTarget, {major, trustsDump}: Trust): Promise<Result<void>> => {
  const user = findServerUser();
  const psql = await findClient('psql', major);
  if (!user.ok) {
    return user;
  }
  if (!psql.ok) {
    return psql;
  }
  const {path, version} = psql.value;
  const guard = guardFor(version);
  if (guard === '' && !trustsDump) {
    return fail(unguarded(path, version));
  }
  const {watcher, facts} = watchDump();
  const input = guarded(guard, throughStatements(dumpText(dump, null), watcher));
  const words = ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', `--dbname=${target.database}`];
  const loaded = await runClient({command: [path, ...words], target, user: user.value, input});
  return loaded.ok && !facts().isComplete ? fail('the dump ended before its last line') : loaded;
};

const unguarded = (path: string, version: string | null): string =>
  `${path} (${version ?? 'of an unknown version'}) runs commands that stand in a dump; install a psql of August 2025 or later, or say --trust-dump where nobody else could write to the dump`;

async function* guarded(guard: string, text: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from(guard);
  yield* text;
}
