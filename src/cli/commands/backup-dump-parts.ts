/** `lifeboat backup restore-table`, `put-rows`: a part of a dump. */
import {checkRows, type PutRowsRequest, putRows} from '../../backup/dumps/put-rows.ts';
import {restoreTable} from '../../backup/dumps/restore-table.ts';
import {lookAtTable} from '../../backup/dumps/table-in-dump.ts';
import {catalogNames} from '../../backup/known-tables.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import {withConnection} from '../../postgres/connect.ts';
import {parseConnection} from '../../postgres/uri.ts';
import {databaseOf, inSql, listed, print, withDatabase} from '../recovery-step.ts';
import {printRefusal, refuse} from '../refusal.ts';

export type RestoreTableOptions = {
  readonly dump: string;
  readonly takenAt?: string;
  readonly trustDump?: boolean;
  readonly skipNumbers?: string;
  readonly check?: boolean;
  readonly finish?: boolean;
};
export type PutRowsOptions = {
  readonly where?: string;
  readonly expect?: string;
  readonly check?: boolean;
  readonly skipTriggers?: boolean;
};

/** Brings a table back, or says what would come back. */
export const restoreTableCommand = async (
  table: string,
  {dump, takenAt, skipNumbers = '0', trustDump, check, finish}: RestoreTableOptions,
): Promise<number> => {
  const named = nameOf(table);
  if (named === null) {
    return printRefusal(refuse('usage', `"${table}" is no name of a table; say it like public.orders.`).reason);
  }
  if (!/^\d{1,12}$/.test(skipNumbers)) {
    return printRefusal(refuse('usage', `--skip-numbers takes a whole number, not "${skipNumbers}".`).reason);
  }
  return withDatabase(async live => {
    const request = {
      live,
      ...named,
      dump,
      takenAt,
      trustsDump: trustDump,
      onProgress: (sentence: string) => void process.stderr.write(`${sentence}\n`),
    };
    if (!check) {
      return restoreTable({...request, skipNumbers: Number(skipNumbers), finishes: finish});
    }
    const look = await lookAtTable(request);
    return look.ok
      ? succeed({
          ...look.value,
          indexes: look.value.comesBack.filter(one => one.startsWith('INDEX ')).length,
          constraints: look.value.comesBack.filter(one => /^(?:FK )?CONSTRAINT /.test(one)).length,
          referenceNames: listed(look.value.references),
          beyondNames: listed(look.value.beyond),
        })
      : look;
  });
};

/** `orders`, `shop.orders`, `"Box Office"."Tickets"`. */
const nameOf = (table: string): {readonly schema: string; readonly name: string} | null => {
  const parts = [...table.matchAll(/"((?:[^"]|"")+)"|([^".]+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
  const [first = '', second] = parts;
  return parts.length === 0 || parts.length > 2
    ? null
    : second === undefined
      ? {schema: 'public', name: first}
      : {schema: first, name: second};
};

/** Puts rows back that the restored dump has and the database has not, or counts them. */
export const putRowsCommand = async (
  tables: readonly string[],
  {where, expect, check, skipTriggers}: PutRowsOptions,
): Promise<number> => {
  const live = databaseOf('LIFEBOAT_DATABASE');
  if (!live.ok) {
    return printRefusal(live.reason);
  }
  if (expect !== undefined && !/^\d{1,15}$/.test(expect)) {
    return printRefusal(refuse('usage', `--expect takes the number that --check gave, not "${expect}".`).reason);
  }
  const request = await requestFor(live.value, tables);
  if (!request.ok) {
    return print(request);
  }
  const whole = {
    ...request.value,
    where,
    ...(expect !== undefined && {expected: Number(expect)}),
    ...(skipTriggers && {triggers: 'skip' as const}),
  };
  return print(check ? await checkedInWords(whole) : await putRows(whole));
};

const requestFor = async (live: string, tables: readonly string[]): Promise<Result<PutRowsRequest>> => {
  const target = parseConnection(live);
  if (!target.ok) {
    return target;
  }
  const names = await withConnection(live, connection => catalogNames(connection, tables.map(inSql)));
  return names.ok ? succeed({live, database: target.value.database, tables: names.value}) : fail(names.reason.message);
};

const checkedInWords = async (request: PutRowsRequest): Promise<Result<object>> => {
  const checked = await checkRows(request);
  return checked.ok
    ? succeed({
        ...checked.value,
        summary: checked.value.tables.map(({table, lost}) => `${lost} rows of ${table}`).join(', '),
        triggerNames: checked.value.triggers
          .map(({kind, table, name, always}) => `${kind} ${name} of ${table}${always ? ' (acts either way)' : ''}`)
          .join(', '),
      })
    : checked;
};
