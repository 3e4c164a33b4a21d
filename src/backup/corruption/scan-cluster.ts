/** The pages of a running cluster, checked one by one, and what the damaged ones belong to. */
import {accessSync, constants, readFileSync, realpathSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {type AnyDatabase, withAnyDatabase} from './any-database.ts';
import {describePage, type NamedPage, namePages} from './name-pages.ts';
import {type DamagedPage, scanPages} from './scan-pages.ts';
import {firstFew} from './scope.ts';

export type ScannedCluster = {
  readonly pages: number;
  readonly damaged: readonly NamedPage[];
  /** A few of them in words. */
  readonly summary: string;
  /** Why the database that was named cannot be used; null where it can. */
  readonly unusable: string | null;
  /** What nobody looked at, and why: a cluster without checksums, or on another host. */
  readonly unseen: readonly string[];
  /** What tells this server from any other, for whoever must not take the wrong one. */
  readonly dataDirectory: string;
  readonly identifier: string;
  readonly started: string;
  readonly seconds: number;
};

export type ScanRequest = {
  /** A database of the cluster; where it cannot be used, another one of the same server is asked. */
  readonly database: string;
  /** Left out: as the server says. */
  readonly dataDirectory?: string;
  readonly onProgress?: (sentence: string) => void;
};

/** Reads only. Where the pages cannot be judged, or not from here, that is said and is no failure. */
export const scanCluster = (request: ScanRequest): Promise<Result<ScannedCluster>> =>
  withAnyDatabase(request.database, async any => {
    const about = await aboutServer(any.connection);
    if (!about.ok) {
      return about;
    }
    const {directory, system, started} = about.value;
    const done = await scanServed(any, request);
    const nothing: Scanned = {dataDirectory: directory, pages: 0, found: [], seconds: 0};
    const {found, ...scanned} = done.ok ? done.value : nothing;
    const damaged = await namePages(any.connection, found);
    return damaged.ok
      ? succeed({
          ...scanned,
          damaged: damaged.value,
          summary: damaged.value.length === 0 ? 'no damaged page' : firstFew(damaged.value.map(describePage)),
          unusable: any.whyNot,
          unseen: done.ok ? [] : [done.reason.message],
          identifier: system,
          started,
        })
      : damaged;
  });

export type Scanned = {
  readonly dataDirectory: string;
  readonly pages: number;
  readonly found: readonly DamagedPage[];
  readonly seconds: number;
};

export type ServedDirectory = {readonly path: string; readonly segmentBlocks: number};

/** Where the files of the server lie, proven to be its own and to be readable here, with pages that can be judged. */
export const servedDirectory = async (
  {connection}: AnyDatabase,
  given?: string,
): Promise<Result<ServedDirectory, DatabaseFailure>> => {
  const about = await aboutServer(connection);
  if (!about.ok) {
    return about;
  }
  const directory = proveDirectory(given ?? about.value.directory, about.value);
  return directory.ok
    ? succeed({path: directory.value, segmentBlocks: about.value.segmentBlocks})
    : fail(refusal(directory.reason));
};

/** The same with a session that is open already, and before anything has a name. */
export const scanServed = async (
  any: AnyDatabase,
  {dataDirectory, onProgress}: Omit<ScanRequest, 'database'>,
): Promise<Result<Scanned, DatabaseFailure>> => {
  const directory = await servedDirectory(any, dataDirectory);
  if (!directory.ok) {
    return directory;
  }
  const {path, segmentBlocks} = directory.value;
  const startedMs = performance.now();
  let toldAt = 0;
  try {
    const scan = await scanPages(path, {
      segmentBlocks,
      onProgress: pages => {
        if (pages - toldAt >= tellEveryPages) {
          toldAt = pages;
          onProgress?.(`${pages} pages checked`);
        }
      },
    });
    const seconds = Math.round(performance.now() - startedMs) / 1000;
    return succeed({dataDirectory: path, pages: scan.pages, found: scan.damaged, seconds});
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return fail(refusal(`the pages in ${path} cannot be read: ${why}`));
  }
};

/** About a GiB. */
const tellEveryPages = 131_072;

type Server = {
  readonly directory: string;
  readonly hasChecksums: boolean;
  readonly segmentBlocks: number;
  readonly system: string;
  readonly started: string;
};

const aboutServer = async (connection: Connection): Promise<Result<Server, DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select current_setting('data_directory') as directory, current_setting('data_checksums') = 'on' as checksums,
            (select setting from pg_settings where name = 'segment_size') as segment_blocks,
            (select setting from pg_settings where name = 'block_size') as block_bytes, system_identifier::text as system,
            pg_postmaster_start_time() as started
       from pg_control_system()`,
  );
  if (!rows.ok) {
    return rows;
  }
  const {directory, checksums, segment_blocks: blocks, block_bytes: bytes, system, started} = rows.value[0] ?? {};
  return String(bytes) === '8192'
    ? succeed({
        directory: String(directory),
        hasChecksums: checksums === true,
        segmentBlocks: Number(blocks),
        system: String(system),
        started: String(started),
      })
    : fail(
        refusal(`this server has pages of ${bytes} bytes; only those of 8192 can be checked here, use pg_checksums`),
      );
};

/** That the directory is really that server's, and that this user may read it. */
const proveDirectory = (given: string, {hasChecksums, system}: Server): Result<string> => {
  if (!hasChecksums) {
    return fail(
      'this cluster has no data checksums, so nobody can tell a damaged page from a sound one; look with find-damage, which reads what is in the pages',
    );
  }
  try {
    const directory = realpathSync(given);
    accessSync(join(directory, 'base'), constants.R_OK | constants.X_OK);
    // The first eight bytes of pg_control are the system identifier, in every version (pg_control.h).
    const found = readFileSync(join(directory, 'global/pg_control')).readBigUInt64LE(0).toString();
    return found === system
      ? succeed(directory)
      : fail(`${directory} is of another cluster (system identifier ${found}, the server has ${system})`);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    return fail(
      code === 'EACCES' || code === 'EPERM'
        ? `this user may not read ${given}; run this as the account that owns it, or as root`
        : `${given} cannot be read from here (${code ?? 'unknown'}); run this on the server's own host, or give its data directory`,
    );
  }
};
