/** Keeps damaged pages as evidence, with digests, before anything is repaired. */
import {createHash} from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {dirname, join, resolve, sep} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {pageBytes} from '../../postgres/page-checksum.ts';
import {rowsOf} from '../../postgres/query.ts';
import {type AnyDatabase, withAnyDatabase} from './any-database.ts';
import {readPages} from './mend-plan.ts';
import {type ScanRequest, scanServed, servedDirectory} from './scan-cluster.ts';
import {readPage} from './scan-pages.ts';

export type KeptPages = {
  readonly directory: string;
  readonly pages: number;
  /** Of the list of all pages and their digests, as hexadecimal SHA-256. */
  readonly digest: string;
};

export type KeepRequest = ScanRequest & {
  readonly intoDir: string;
  /** Further pages, as `public.payments:3`: those that are wrong though their checksums are right. */
  readonly pages: readonly string[];
  /** The damaged pages as a scan found them, as `base/16384/16422:4321`: then there is no second one, which takes as long. */
  readonly found?: readonly string[];
};

/** Copies each page that fails its checksum, and those that are named, as they lie on the disk. May be done twice; what was kept before stays. */
export const keepPages = (request: KeepRequest): Promise<Result<KeptPages>> =>
  withAnyDatabase(request.database, async any => {
    const served = await damagedPages(any, request);
    if (!served.ok) {
      return served;
    }
    const {dataDirectory, found} = served.value;
    const directory = resolve(request.intoDir);
    if (isWithin(directory, dataDirectory)) {
      return fail(
        refusal(`${directory} lies in the data directory, which is about to be repaired; name another place`),
      );
    }
    const named = await placesOf(any, request.pages);
    if (!named.ok) {
      return named;
    }
    try {
      return await copyAll(dataDirectory, directory, [...found, ...named.value]);
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      return fail(refusal(`the evidence cannot be kept in ${directory}: ${why}`));
    }
  });

/** A page by its file, which may be a later segment, and its block over all segments. */
type Place = {readonly path: string; readonly block: number};

/** 1 GiB in pages, as every package has it. */
const segmentBlocks = 131_072;

type Served = {readonly dataDirectory: string; readonly found: readonly Place[]};

const damagedPages = async (any: AnyDatabase, request: KeepRequest): Promise<Result<Served, DatabaseFailure>> => {
  if (request.found === undefined) {
    const scanned = await scanServed(any, request);
    return scanned.ok
      ? succeed({
          dataDirectory: scanned.value.dataDirectory,
          found: scanned.value.found.map(({path, block}) => ({path, block})),
        })
      : scanned;
  }
  const found = readPlaces(request.found);
  if (!found.ok) {
    return fail(refusal(found.reason));
  }
  const directory = await servedDirectory(any, request.dataDirectory);
  return directory.ok ? succeed({dataDirectory: directory.value.path, found: found.value}) : directory;
};

/** Files of relations only, and none outside of the data directory. */
const placePattern = /^((?:base|global|pg_tblspc)(?:\/[A-Za-z0-9_][A-Za-z0-9_.]*)+):(\d+)$/;

const readPlaces = (pages: readonly string[]): Result<readonly Place[]> => {
  const places: Place[] = [];
  for (const page of pages) {
    const [, path, block] = placePattern.exec(page) ?? [];
    if (path === undefined) {
      return fail(`"${page}" is no page of a file, such as base/16384/16422:4321`);
    }
    places.push({path, block: Number(block)});
  }
  return succeed(places);
};

const placesOf = async (
  {connection, whyNot}: AnyDatabase,
  pages: readonly string[],
): Promise<Result<readonly Place[], DatabaseFailure>> => {
  const named = readPages(pages);
  if (!named.ok) {
    return fail(refusal(named.reason));
  }
  // Names mean nothing in another database.
  if (whyNot !== null || named.value.size === 0) {
    return succeed([]);
  }
  const places: Place[] = [];
  for (const [table, blocks] of named.value) {
    const path = await pathOf(connection, table);
    if (!path.ok) {
      return path;
    }
    places.push(
      ...blocks.map(block => ({
        path: block < segmentBlocks ? path.value : `${path.value}.${Math.floor(block / segmentBlocks)}`,
        block,
      })),
    );
  }
  return succeed(places);
};

const pathOf = async (connection: Connection, table: string): Promise<Result<string, DatabaseFailure>> => {
  const rows = await rowsOf(connection, 'select pg_relation_filepath(to_regclass($1)) as path', [table]);
  if (!rows.ok) {
    return rows;
  }
  const path = rows.value[0]?.path;
  return typeof path === 'string' ? succeed(path) : fail(refusal(`there is no table ${table} in this database`));
};

const copyAll = async (
  dataDirectory: string,
  directory: string,
  places: readonly Place[],
): Promise<Result<KeptPages, DatabaseFailure>> => {
  mkdirSync(directory, {recursive: true, mode: 0o700});
  chmodSync(directory, 0o700);
  const lines = new Set<string>();
  for (const {path, block} of places) {
    const page = await readPage(join(dataDirectory, path), (block % segmentBlocks) * pageBytes);
    if (page === null) {
      return fail(refusal(`block ${block} of ${path} is not there any more`));
    }
    lines.add(keepOne(directory, `${path.replaceAll('/', '+')}=${block}`, page));
  }
  // As sha256sum writes it, so that `sha256sum -c` checks it anywhere. Evidence of an earlier incident stays in it.
  const list = [...new Set([...linesOf(join(directory, listName)), ...lines])]
    .sort()
    .map(line => `${line}\n`)
    .join('');
  const draft = join(directory, `${listName}.draft`);
  rmSync(draft, {force: true});
  writeFileSync(draft, list, {mode: 0o600, flag: 'wx'});
  renameSync(draft, join(directory, listName));
  return succeed({directory, pages: lines.size, digest: createHash('sha256').update(list).digest('hex')});
};

const listName = 'SHA256SUMS';

const linesOf = (path: string): readonly string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];

/** Never over anything, and through no link: the place may be one that everybody may write in. Returns its line of the list. */
const keepOne = (directory: string, name: string, page: Buffer): string => {
  const digest = createHash('sha256').update(page).digest('hex');
  const names = [`${name}.page`, `${name}.${digest}.page`];
  const free = names.find(one => !isOther(join(directory, one), page)) ?? '';
  if (!existsSync(join(directory, free))) {
    writeFileSync(join(directory, free), page, {mode: 0o600, flag: 'wx'});
  }
  return `${digest}  ${free}`;
};

/** Whether something else stands there than this page. */
const isOther = (path: string, page: Buffer): boolean => {
  const there = lstatSync(path, {throwIfNoEntry: false});
  return there !== undefined && !(there.isFile() && readFileSync(path).equals(page));
};

const isWithin = (path: string, directory: string): boolean => {
  const real = realOf(path);
  return real === directory || real.startsWith(directory.endsWith(sep) ? directory : directory + sep);
};

/** Of the nearest directory that is there: the rest of the path is still to be made. */
const realOf = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(realOf(dirname(path)), path.slice(dirname(path).length));
  }
};
