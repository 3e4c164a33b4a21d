/** The pages of a table or an index as they lie in the files of a server, past the server. */
import {closeSync, fsyncSync, openSync, readSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {isPageSound, pageBytes} from '../postgres/page-checksum.ts';
import {rowsOf} from '../postgres/query.ts';

export type RelationFile = {
  /** Directory of the cluster, then the first of the relation's segments below it. */
  readonly dataDirectory: string;
  readonly path: string;
  readonly blocks: number;
};

/** Where a relation lies now; null where there is none of that name. */
export const findRelationFile = async (
  connection: Connection,
  relation: string,
): Promise<Result<RelationFile | null>> => {
  const rows = await rowsOf(
    connection,
    `select current_setting('data_directory') as directory, pg_relation_filepath(to_regclass($1)) as path,
            pg_relation_size(to_regclass($1)) / current_setting('block_size')::int as blocks`,
    [relation],
  );
  if (!rows.ok) {
    return fail(rows.reason.message);
  }
  const {directory, path, blocks} = rows.value[0] ?? {};
  return succeed(typeof path === 'string' ? {dataDirectory: String(directory), path, blocks: Number(blocks)} : null);
};

/** One page as the disk has it. Throws what the file system throws. */
export const readPage = ({dataDirectory, path}: RelationFile, block: number): Uint8Array => {
  const page = new Uint8Array(pageBytes);
  const file = openSync(join(dataDirectory, segmentOf(path, block)), 'r');
  try {
    readSync(file, page, 0, pageBytes, (block % segmentBlocks) * pageBytes);
    return page;
  } finally {
    closeSync(file);
  }
};

/** Writes it and waits for the disk. Throws what the file system throws. */
export const writePage = ({dataDirectory, path}: RelationFile, block: number, page: Uint8Array): void => {
  const file = openSync(join(dataDirectory, segmentOf(path, block)), 'r+');
  try {
    writeSync(file, page, 0, pageBytes, (block % segmentBlocks) * pageBytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** Blocks whose checksum does not fit, read again as often as a server may be in the middle of writing one. */
export const unsoundBlocks = async (file: RelationFile): Promise<readonly number[]> => {
  let suspects = Array.from({length: file.blocks}, (_, block) => block).filter(block => !isSound(file, block));
  for (let again = 0; again < readsAgain && suspects.length > 0; again += 1) {
    await delay(betweenReadsMs);
    suspects = suspects.filter(block => !isSound(file, block));
  }
  return suspects;
};

const readsAgain = 3;
const betweenReadsMs = 50;

const isSound = (file: RelationFile, block: number): boolean => isPageSound(readPage(file, block), block);

/** RELSEG_SIZE of every packaged PostgreSQL: a file of a relation has 1 GiB at most. */
const segmentBlocks = 131_072;

const segmentOf = (path: string, block: number): string => {
  const segment = Math.floor(block / segmentBlocks);
  return segment === 0 ? path : `${path}.${segment}`;
};
