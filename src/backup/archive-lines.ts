/** The WAL archive as lines of pg_waldump: from the segments of a time on, one line at a time, however many there are. */
import {readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {findServerBinaries} from '../postgres/server-binaries.ts';
import {canRead, findServerUser, isExecutable, linesAs, type ServerUser} from '../postgres/server-user.ts';
import type {WalContext} from './wal-context.ts';
import {firstGap} from './wal-segment.ts';

export type ArchiveReading = Pick<WalContext, 'major' | 'timeline' | 'segmentBytes'> & {
  readonly archiveDir: string;
  /** RFC 3339: segments that were archived more than an hour before are not read. */
  readonly from: string;
  /** Resource managers as pg_waldump names them. */
  readonly managers: readonly string[];
};

const marginMs = 60 * 60_000;

/** Hands every line over; false where a segment is missing between others, so that what it held is not known. */
export const readArchive = async (
  reading: ArchiveReading,
  take: (line: string) => void,
): Promise<Result<{readonly complete: boolean}>> => {
  const {archiveDir, timeline} = reading;
  const dumper = await findDumper(reading);
  if (!dumper.ok) {
    return dumper;
  }
  const segments = segmentsOf(reading);
  const [first] = segments;
  const last = segments.at(-1);
  if (first === undefined || last === undefined) {
    return fail(`the WAL archive ${archiveDir} has no segment of timeline ${timeline}`);
  }
  const {missing} = firstGap({first, last, names: new Set(segments)}, reading.segmentBytes);
  // One option for each manager: a list in one is an error. With the first segment alone it would read no other.
  const managers = reading.managers.flatMap(name => ['-r', name]);
  const {user, program} = dumper.value;
  const lines = linesAs(user, ['env', 'TZ=UTC', program, '-p', archiveDir, ...managers, first, last]);
  let step = await lines.next();
  for (; step.done !== true; step = await lines.next()) {
    take(step.value);
  }

  // It ends with an error where the archive ends, so its exit code says nothing; only other words do.
  const complaint = step.value.trim().split('\n').at(-1) ?? '';
  return complaint === '' || endOfArchive.test(complaint)
    ? succeed({complete: missing === null})
    : fail(`pg_waldump cannot read the archive: ${complaint}`);
};

type Dumper = {readonly user: ServerUser; readonly program: string};

const findDumper = async ({major, archiveDir}: ArchiveReading): Promise<Result<Dumper>> => {
  const user = findServerUser();
  const binaries = user.ok ? await findServerBinaries(user.value, {major}) : user;
  if (!user.ok || !binaries.ok) {
    return fail(user.ok ? (binaries.ok ? '' : binaries.reason) : user.reason);
  }
  const program = join(binaries.value.directory, 'pg_waldump');
  if (!isExecutable(program)) {
    return fail(
      `pg_waldump of PostgreSQL ${major} is needed to search the archive and is not in ${binaries.value.directory}`,
    );
  }
  return (await canRead(user.value, archiveDir))
    ? succeed({user: user.value, program})
    : fail(`the account ${user.value.name} cannot read the WAL archive ${archiveDir}`);
};

const endOfArchive =
  /invalid record length|could not find file|could not open file|unexpected pageaddr|there is no contrecord/;

/** From the first that was written to within an hour before the window, as on the server; the last one alone where all are older. */
const segmentsOf = ({archiveDir, timeline, from}: ArchiveReading): readonly string[] => {
  const segments = readdirSync(archiveDir)
    .filter(name => /^[0-9A-F]{24}$/.test(name) && name.startsWith(timeline))
    .sort();
  const sinceMs = new Date(from).getTime() - marginMs;
  const start = segments.findIndex(name => statSync(join(archiveDir, name)).mtimeMs >= sinceMs);
  return segments.slice(start);
};
