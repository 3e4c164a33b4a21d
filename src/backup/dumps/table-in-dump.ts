/** One table of a dump, with what hangs on it there, against the database where it is to come back. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {rowsOf} from '../../postgres/query.ts';
import {runAs} from '../../postgres/server-user.ts';
import {withArchive} from './as-archive.ts';
import type {DumpFile} from './dump-format.ts';
import type {ArchiveReader} from './dump-text.ts';
import {within} from './in-database.ts';
import {type DumpLook, lookAtWholeDump, readerFor} from './look-at-dump.ts';
import {findTableEntry, partOf, readEntries, type TablePart} from './toc-entries.ts';

export type TableRequest = {
  /** The database where the table is gone. */
  readonly live: string;
  /** With its schema, as in the catalog: `public.orders`. */
  readonly schema: string;
  readonly name: string;
  readonly dump: string;
  readonly takenAt?: string | undefined;
  readonly trustsDump?: boolean | undefined;
  readonly onProgress?: (sentence: string) => void;
};

export type TableInDump = Pick<DumpLook, 'takenAt' | 'saidBy'> & {
  /** The table is there: then nothing of it is made anew. */
  readonly isThere: boolean;
  readonly rows: number;
  /** What comes back, a word or two each: `INDEX public orders_placed_at_idx postgres`. */
  readonly comesBack: readonly string[];
  readonly references: readonly string[];
  /** What used it and is not brought back with it, such as views. */
  readonly beyond: readonly string[];
};

export type FoundTable = {
  readonly look: DumpLook;
  readonly archive: DumpFile;
  readonly reader: ArchiveReader;
  readonly part: TablePart;
  readonly rows: number;
  readonly isThere: boolean;
};

/** Reads the dump to its end; changes nothing that matters. */
export const lookAtTable = async (request: TableRequest): Promise<Result<TableInDump>> =>
  withTable(request, async ({look, part, rows, isThere}) =>
    succeed({
      takenAt: look.takenAt,
      saidBy: look.saidBy,
      isThere,
      rows,
      comesBack: part.own.map(({kind, rest}) => `${kind} ${rest}`),
      references: part.references.map(({rest}) => rest),
      beyond: part.beyond.map(({kind, rest}) => `${kind} ${rest}`),
    }),
  );

/** Finds the table in the dump, and works with what was found. */
export const withTable = async <Value>(
  request: TableRequest,
  work: (found: FoundTable) => Promise<Result<Value>>,
): Promise<Result<Value>> => {
  const {live, schema, name, dump, trustsDump} = request;
  const look = await lookAtWholeDump(request);
  if (!look.ok) {
    return look;
  }
  if (!look.value.ok) {
    return fail(`the dump cannot be relied on: ${look.value.problems.join('; ')}; nothing was changed`);
  }
  const there = await askFor(request);
  if (!there.ok) {
    return there;
  }
  const {major, isThere, inDump} = there.value;
  return withArchive(
    {live, dump, major, trustsDump, ...(request.onProgress && {onProgress: request.onProgress})},
    async archive => {
      const reader = await readerFor(archive, major);
      if (!reader.ok || reader.value === null) {
        return reader.ok ? fail('pg_restore does not read this dump') : reader;
      }
      const {program, user} = reader.value;
      const list = await runAs(user, [program, '--list', '--verbose', archive.path]);
      if (!list.ok) {
        return fail(`the dump does not say what is in it: ${list.reason.output.trim().split('\n').at(-1) ?? ''}`);
      }
      const entries = readEntries(list.value.stdout);
      const table = findTableEntry(entries, {schema, name});
      if (table === undefined) {
        return fail(`the dump has no table ${schema}.${name}`);
      }
      const rows = inDump.map(one => look.value.rowsByTable[one]).find(counted => counted !== undefined) ?? 0;
      return work({look: look.value, archive, reader: reader.value, part: partOf(entries, table), rows, isThere});
    },
  );
};

type Asked = {
  readonly major: number;
  readonly isThere: boolean;
  /** How pg_dump may have written the name. */
  readonly inDump: readonly string[];
};

const askFor = ({live, schema, name}: TableRequest): Promise<Result<Asked>> =>
  within(live, async connection => {
    const rows = await rowsOf(
      connection,
      `select to_regclass(format('%I.%I', $1::text, $2::text)) is not null as there,
              json_build_array(format('%I.%I', $1::text, $2::text), format('%I', $2::text)) as names`,
      [schema, name],
    );
    if (!rows.ok) {
      return rows;
    }
    const {there, names} = rows.value[0] ?? {};
    return succeed({
      major: Math.floor(connection.serverVersion / 10_000),
      isThere: there === true,
      inDump: Array.isArray(names) ? names.map(String) : [],
    });
  });
