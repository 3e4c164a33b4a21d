/** Brings one table back from a dump with its rows, indexes, constraints, rights and the foreign keys of others, or changes nothing. */
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import {giveTo} from '../../postgres/server-user.ts';
import {parseConnection} from '../../postgres/uri.ts';
import {runClient} from './client-program.ts';
import {within} from './in-database.ts';
import {type ReferenceBack, referencesBack} from './references-back.ts';
import {type FoundTable, type TableRequest, withTable} from './table-in-dump.ts';
import type {TocEntry} from './toc-entries.ts';

export type RestoreTableRequest = TableRequest & {
  /** How many numbers each of its sequences leaves out. */
  readonly skipNumbers: number;
  /** A table that is there is one that a try has made which was cut off: only what is missing follows. */
  readonly finishes?: boolean | undefined;
};

export type RestoredTable = {
  readonly takenAt: string | null;
  readonly rowsRestored: number;
  readonly indexes: number;
  readonly references: readonly ReferenceBack[];
  readonly beyond: readonly string[];
};

/** One transaction makes the table as the dump has it. A table that is there is a refusal, never overwritten. Needs pg_restore. */
export const restoreTable = (request: RestoreTableRequest): Promise<Result<RestoredTable>> =>
  withTable(request, async found => {
    const {schema, name, finishes = false} = request;
    if (found.isThere && !finishes) {
      return fail(
        `there is a table ${schema}.${name}, and nothing was changed; bring rows that it lacks back by key, or rename it`,
      );
    }
    const made = found.isThere ? succeed(undefined) : await takeOut(request, found, found.part.own);
    if (!made.ok) {
      return fail(`the table cannot be made: ${made.reason}; nothing was changed`);
    }
    const proven = await within(request.live, connection => prove(connection, request, found));
    if (!proven.ok) {
      return proven;
    }
    const references = await referencesBack(request, found);
    return references.ok
      ? succeed({
          takenAt: found.look.takenAt,
          rowsRestored: found.rows,
          indexes: proven.value,
          references: references.value,
          beyond: found.part.beyond.map(({kind, rest}) => `${kind} ${rest}`),
        })
      : references;
  });

/** By a list of their numbers: what `--table` takes is the table and its rows, without keys, indexes and rights. */
const takeOut = async (
  {live}: RestoreTableRequest,
  {archive, reader}: FoundTable,
  entries: readonly TocEntry[],
): Promise<Result<void>> => {
  const target = parseConnection(live);
  if (!target.ok) {
    return target;
  }
  const room = mkdtempSync(join(tmpdir(), 'lifeboat-list-'));
  try {
    const list = join(room, 'list');
    writeFileSync(list, `${entries.map(({line}) => line).join('\n')}\n`, {mode: 0o600});
    chmodSync(room, 0o700);
    giveTo(reader.user, room);
    giveTo(reader.user, list);
    const words = [
      '--exit-on-error',
      '--single-transaction',
      `--use-list=${list}`,
      `--dbname=${target.value.database}`,
    ];
    return await runClient({
      command: [reader.program, ...words, archive.path],
      target: target.value,
      user: reader.user,
    });
  } finally {
    rmSync(room, {recursive: true, force: true});
  }
};

/** Gives how many indexes it has. The application may write into it at once, so there may be more rows than the dump has. */
const prove = async (
  connection: Connection,
  {schema, name, skipNumbers}: RestoreTableRequest,
  {rows, part}: FoundTable,
): Promise<Result<number, DatabaseFailure>> => {
  const table = `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
  const seen = await rowsOf(
    connection,
    `select (select count(*) from only ${table}) as rows,
            (select count(*) from pg_index where indrelid = $1::regclass and indisvalid) as indexes,
            (select count(*) from pg_constraint where conrelid = $1::regclass and contype in ('p', 'u', 'x', 'f')) as constraints`,
    [table],
  );
  if (!seen.ok) {
    return seen;
  }
  const {rows: there, indexes, constraints} = seen.value[0] ?? {};
  const expected = part.own.filter(({kind}) => kind === 'CONSTRAINT' || kind === 'FK CONSTRAINT').length;
  if (Number(there) < rows || Number(constraints) < expected) {
    return fail(
      refusal(
        `the table has ${String(there)} rows and ${String(constraints)} keys where the dump has ${rows} and ${expected}; look at it before anybody uses it`,
      ),
    );
  }
  const moved = await rowsOf(connection, moveSql, [table, skipNumbers]);
  const analyzed = moved.ok ? await connection.run(`analyze ${table}`) : moved;
  return analyzed.ok ? succeed(Number(indexes)) : analyzed;
};

// Sequences of its columns; from where they are by now, because somebody may have taken a number since.
const moveSql = `
  select setval(s.oid::regclass, case when q.seqincrement > 0 then least(p.at + q.seqincrement::numeric * $2::numeric, q.seqmax)
                          else greatest(p.at + q.seqincrement::numeric * $2::numeric, q.seqmin) end::bigint)
    from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S' join pg_sequence q on q.seqrelid = s.oid,
         lateral (select coalesce(pg_sequence_last_value(s.oid), q.seqstart)::numeric as at) p
   where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = $1::regclass
     and d.deptype in ('a', 'i') and $2::bigint > 0 and not q.seqcycle`;
