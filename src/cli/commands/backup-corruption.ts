/** `lifeboat backup …` for a damaged database: what is damaged, what stops and proves, and what mends it. */
import {compareWithCopy, type TableDifference} from '../../backup/corruption/compare-copy.ts';
import {type FoundDamage, findDamage} from '../../backup/corruption/find-damage.ts';
import {holdCopy, releaseCopy} from '../../backup/corruption/hold-copy.ts';
import {checkHeld, holdWrites, releaseWrites} from '../../backup/corruption/hold-writes.ts';
import {keepPages} from '../../backup/corruption/keep-pages.ts';
import {markMoment} from '../../backup/corruption/mark-moment.ts';
import {mendFromDump} from '../../backup/corruption/mend-from-dump.ts';
import {mendRows} from '../../backup/corruption/mend-rows.ts';
import {reindex} from '../../backup/corruption/reindex.ts';
import {scanCluster} from '../../backup/corruption/scan-cluster.ts';
import {type Result, succeed} from '../../base/result.ts';
import {databaseOf, inSql, print, withDatabase} from '../recovery-step.ts';
import {printRefusal} from '../refusal.ts';

export type DataOption = {readonly data?: string};
export type FindDamageOptions = DataOption & {readonly createExtension?: boolean};
export type KeepOptions = DataOption & {
  readonly into: string;
  readonly page?: readonly string[];
  readonly scan?: boolean;
  readonly found?: readonly string[];
};
export type HoldOptions = {
  readonly check?: boolean;
  readonly brief?: boolean;
  readonly othersMayWrite?: boolean;
  readonly release?: boolean;
};
export type CompareOptions = {readonly asItStands?: boolean};
export type MendOptions = {readonly page?: readonly string[]};

/** The quick look: pages alone. */
export const scanPagesCommand = async ({data}: DataOption): Promise<number> =>
  withDatabase(database => scanCluster({database, ...directoryOf(data), onProgress: tell}));

/** The whole look. */
export const findDamageCommand = async ({data, createExtension = false}: FindDamageOptions): Promise<number> =>
  withDatabase(async database => {
    const found = await findDamage({database, ...directoryOf(data), createExtension, onProgress: tell});
    return found.ok ? succeed({...found.value, suspects: suspectsOf(found.value)}) : found;
  });

/** Pages to keep though their checksums are right: where rows point at nothing. */
const suspectsOf = ({orphans}: FoundDamage): readonly string[] =>
  orphans.flatMap(({table, blocks}) => blocks.map(block => `${table}:${block}`));

/** Copies damaged pages with their digests. */
export const keepPagesCommand = async ({
  data,
  into,
  page = [],
  scan = true,
  found = [],
}: KeepOptions): Promise<number> =>
  withDatabase(database =>
    keepPages({
      database,
      ...directoryOf(data),
      intoDir: into,
      pages: page,
      ...(!scan && {found}),
      onProgress: tell,
    }),
  );

/** Stops the writes of roles, looks whether they are stopped, or lets them go on. */
export const holdWritesCommand = async (
  roles: readonly string[],
  {check = false, release = false, brief: isBrief = false, othersMayWrite = false}: HoldOptions,
): Promise<number> =>
  withDatabase(database => {
    if (check) {
      return checkHeld({database, roles, isBrief, othersMayWrite});
    }
    return release ? releaseWrites({database, roles}) : holdWrites({database, roles, isBrief, othersMayWrite});
  });

/** Pauses the replay of a standby at the moment of its primary, or lets it go on. */
export const holdCopyCommand = async ({release = false}: HoldOptions): Promise<number> => {
  const copy = databaseOf('LIFEBOAT_SIDE');
  if (!copy.ok) {
    return printRefusal(copy.reason);
  }
  return release ? print(await releaseCopy(copy.value)) : withDatabase(live => holdCopy({copy: copy.value, live}));
};

/** All rows of both servers against each other. */
export const compareCopyCommand = async ({asItStands = false}: CompareOptions): Promise<number> =>
  withBoth(async pair => {
    const compared = await compareWithCopy({...pair, ...(asItStands && {timeoutMs: 0})});
    if (!compared.ok) {
      return compared;
    }
    const {differing, ...rest} = compared.value;
    const tables = differing.map(inNumbers);
    return succeed({
      ...rest,
      differing: tables,
      differences: tables.length,
      suspects: differing.flatMap(({table, rows}) => blocksOf(rows.changed).map(block => `${table}:${block}`)),
      summary: tables.map(({table, summary}) => `${table} (${summary})`).join(', ') || 'no difference',
    });
  });

const inNumbers = ({table, isRewritten, rows}: TableDifference) => {
  const {unreadable, unreadableOnCopy, lost, changed, gone, newer, extra} = rows;
  const counts = {
    lost: lost.length,
    changed: changed.length,
    gone: gone.length,
    newer: newer.length,
    extra: extra.length,
  };
  const words = Object.entries(counts).filter(([, count]) => count > 0);
  return {
    table,
    isRewritten,
    unreadable,
    unreadableOnCopy,
    ...counts,
    summary: isRewritten ? 'written anew' : words.map(([kind, count]) => `${count} rows ${kind}`).join(', '),
  };
};

/** `(4321,7)` lies in block 4321. */
const blocksOf = (addresses: readonly string[]): readonly number[] => [
  ...new Set(addresses.map(address => Number(/^\((\d+),/.exec(address)?.[1]))),
];

/** Brings the rows of damaged pages back from a copy. */
export const mendRowsCommand = async ({page = []}: MendOptions): Promise<number> =>
  withBoth(pair => mendRows({...pair, pages: page}));

/** Brings back by key what a dump has of tables with damaged pages. */
export const mendFromDumpCommand = async (tables: readonly string[]): Promise<number> =>
  withBoth(pair => mendFromDump({...pair, tables: tables.map(inSql)}));

/** Makes indexes again. */
export const reindexCommand = async (indexes: readonly string[]): Promise<number> =>
  withDatabase(database => reindex(database, indexes));

/** Says where the server stands, and brings that into the archive. */
export const markMomentCommand = async (): Promise<number> => withDatabase(markMoment);

const directoryOf = (data: string | undefined) => (data === undefined ? {} : {dataDirectory: data});

const tell = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

const withBoth = async (
  work: (pair: {readonly from: string; readonly into: string}) => Promise<Result<object>>,
): Promise<number> => {
  const copy = databaseOf('LIFEBOAT_SIDE');
  return copy.ok ? withDatabase(database => work({from: copy.value, into: database})) : printRefusal(copy.reason);
};
