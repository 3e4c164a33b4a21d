/** Reads every page of a data directory and checks its checksum, also while the server writes. */
import {open} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {isPageSound, pageBytes, pageChecksum, readPageHeader} from '../../postgres/page-checksum.ts';
import {type DataFile, listDataFiles} from './data-files.ts';

export type DamagedPage = DataFile & {
  /** Counted over all segments of the relation. */
  readonly block: number;
  /** The checksum in the page, and the one that its bytes have. */
  readonly stored: number;
  readonly computed: number;
  /** The last WAL record that changed it, as far as the page can still be believed. */
  readonly lsn: string;
};

export type Scan = {readonly pages: number; readonly files: number; readonly damaged: readonly DamagedPage[]};

export type ScanOptions = {
  /** Blocks of a full file: `segment_size` of the server, 131072 in every package. */
  readonly segmentBlocks?: number;
  readonly onProgress?: (pages: number) => void;
};

const readBytes = 1024 * 1024;
const usualSegmentBlocks = 131_072;

/**
 * Checks all pages of all databases. A page that is wrong may only have been read while it was written, so it is read
 * again until it is right or stands still: a written page is right within moments, a damaged one stays as it is.
 * Throws what the file system throws.
 */
export const scanPages = async (dataDirectory: string, options: ScanOptions = {}): Promise<Scan> => {
  const {segmentBlocks = usualSegmentBlocks, onProgress} = options;
  const files = await listDataFiles(dataDirectory);
  const buffer = Buffer.alloc(readBytes);
  const suspects: Suspect[] = [];
  let pages = 0;
  for (const file of files) {
    const firstBlock = file.segment * segmentBlocks;
    await eachPage(join(dataDirectory, file.path), buffer, (page, index) => {
      pages += 1;
      if (!isPageSound(page, firstBlock + index)) {
        suspects.push({file, block: firstBlock + index, offset: index * pageBytes, page: Buffer.from(page)});
      }
    });
    onProgress?.(pages);
  }
  return {pages, files: files.length, damaged: (await judge(dataDirectory, suspects)).map(describe)};
};

type Suspect = {
  readonly file: DataFile;
  readonly block: number;
  /** In its file. */
  readonly offset: number;
  readonly page: Buffer;
};

/** A file that vanished was dropped; a part of a page at its end is being added. */
const eachPage = async (path: string, buffer: Buffer, visit: (page: Buffer, index: number) => void): Promise<void> => {
  const file = await openIfThere(path);
  if (file === null) {
    return;
  }
  try {
    for (let offset = 0; ; ) {
      const {bytesRead} = await file.read(buffer, 0, buffer.length, offset);
      const whole = bytesRead - (bytesRead % pageBytes);
      for (let at = 0; at < whole; at += pageBytes) {
        visit(buffer.subarray(at, at + pageBytes), (offset + at) / pageBytes);
      }
      if (whole === 0) {
        return;
      }
      offset += whole;
    }
  } finally {
    await file.close();
  }
};

/** A server writes a page in well under this. */
const readAgainAfterMs = 100;
/** Two seconds in all, for pages that are written again and again. */
const roundsMax = 20;

const judge = async (dataDirectory: string, suspects: readonly Suspect[]): Promise<readonly Suspect[]> => {
  let remaining = suspects;
  for (let round = 0; round < roundsMax && remaining.length > 0; round += 1) {
    await delay(readAgainAfterMs);
    const wrong: Suspect[] = [];
    let isStill = true;
    for (const suspect of remaining) {
      const page = await readPage(join(dataDirectory, suspect.file.path), suspect.offset);
      if (page !== null && !isPageSound(page, suspect.block)) {
        isStill &&= page.equals(suspect.page);
        wrong.push({...suspect, page});
      }
    }
    remaining = wrong;
    if (isStill) {
      break;
    }
  }
  return remaining;
};

/** One page of a file; null where the file or the page is not there any more. */
export const readPage = async (path: string, offset: number): Promise<Buffer | null> => {
  const file = await openIfThere(path);
  if (file === null) {
    return null;
  }
  try {
    const page = Buffer.alloc(pageBytes);
    const {bytesRead} = await file.read(page, 0, pageBytes, offset);
    return bytesRead === pageBytes ? page : null;
  } finally {
    await file.close();
  }
};

const openIfThere = async (path: string) => {
  try {
    return await open(path, 'r');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') {
      return null;
    }
    throw thrown;
  }
};

const describe = ({file, block, page}: Suspect): DamagedPage => {
  const {lsn, checksum} = readPageHeader(page);
  return {...file, block, stored: checksum, computed: pageChecksum(page, block), lsn};
};
