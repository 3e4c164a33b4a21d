/** Keeps damaged pages as evidence, with digests, before anything is repaired. */
import {createHash} from 'node:crypto';
import {chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve, sep} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {pageBytes} from '../../postgres/page-checksum.ts';
import {rowsOf} from '../../postgres/query.ts';
import {type AnyDatabase, withAnyDatabase} from './any-database.ts';
import {readPages} from './mend-plan.ts';
import {type ScanRequest, scanServed} from './scan-cluster.ts';
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
};

/** Copies each page that fails its checksum, and those that are named, as they lie on the disk. May be done twice, and takes nothing away of what was kept before. */
export const keepPages = (request: KeepRequest): Promise<Result<KeptPages>> =>
  withAnyDatabase(request.database, async any => {
    const scanned = await scanServed(any, request);
    if (!scanned.ok) {
      return scanned;
    }
    const directory = resolve(request.intoDir);
    if (isWithin(directory, scanned.value.dataDirectory)) {
      return fail(
        refusal(`${directory} lies in the data directory, which is about to be repaired; name another place`),
      );
    }
    const named = await placesOf(any, request.pages);
    if (!named.ok) {
      return named;
    }
    const found = scanned.value.found.map(({path, block}) => ({path, block}));
    try {
      return await copyAll(scanned.value.dataDirectory, directory, [...found, ...named.value]);
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      return fail(refusal(`the evidence cannot be kept in ${directory}: ${why}`));
    }
  });

/** A page by its file, which may be a later segment, and its block over all segments. */
type Place = {readonly path: string; readonly block: number};

/** 1 GiB in pages, as every package has it. */
const segmentBlocks = 131_072;

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
    const digest = sha256(page);
    const name = freeName(directory, `${path.replaceAll('/', '+')}=${block}`, digest);
    writeFileSync(join(directory, name), page, {mode: 0o600});
    lines.add(`${digest}  ${name}`);
  }
  // As sha256sum writes it, so that `sha256sum -c` checks it anywhere.
  const list = [...new Set([...linesBefore(directory), ...lines])]
    .sort()
    .map(line => `${line}\n`)
    .join('');
  writeFileSync(join(directory, 'SHA256SUMS'), list, {mode: 0o600});
  return succeed({directory, pages: lines.size, digest: sha256(list)});
};

/** Evidence of an earlier incident stays: another page of the same place gets a name of its own. */
const freeName = (directory: string, place: string, digest: string): string => {
  const before = join(directory, `${place}.page`);
  const isOther = existsSync(before) && sha256(readFileSync(before)) !== digest;
  return isOther ? `${place}=${digest.slice(0, 12)}.page` : `${place}.page`;
};

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

const linesBefore = (directory: string): readonly string[] => {
  const list = join(directory, 'SHA256SUMS');
  return existsSync(list)
    ? readFileSync(list, 'utf8')
        .split('\n')
        .filter(line => line !== '')
    : [];
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
