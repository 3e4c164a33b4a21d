/** Whether a base backup is as it was taken: its files by the manifest, its pages by their checksums, its WAL by looking for it. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {readControlFile} from '../../postgres/control-file.ts';
import {type BaseBackup, bytesOf} from '../base-backup.ts';
import {scanPages} from '../corruption/scan-pages.ts';
import {isWrittenSegment, segmentBytesOf} from '../in-place/old-wal.ts';
import {segmentAt} from '../wal-segment.ts';
import {type Manifest, readManifest} from './manifest.ts';
import {verifyFiles} from './verify-files.ts';

export type Looked = {
  readonly looked: readonly string[];
  /** What nobody could look at, and why. */
  readonly unseen: readonly string[];
  readonly problems: readonly string[];
};

/** A manifest that is damaged is a problem of the backup, and no reason to look no further. */
export const verifyBaseBackup = async (
  backup: BaseBackup,
  {archiveDir, stopLsn}: {readonly archiveDir: string | undefined; readonly stopLsn: string | null},
): Promise<Looked> => {
  const manifest = readManifest(backup.directory);
  const known = manifest.ok ? manifest.value : null;
  const files = manifest.ok ? await byManifest(backup, known) : {...nothing, problems: [`${manifest.reason}.`]};
  const pages = await byPages(backup);
  const wal = byWal(backup, {archiveDir, stopLsn: lastLsn(known) ?? stopLsn});
  const isVouchedFor = files.looked.length + files.problems.length + pages.looked.length > 0;
  return {
    looked: [files, pages, wal].flatMap(({looked}) => looked),
    unseen: [files, pages, wal].flatMap(({unseen}) => unseen),
    problems: [
      ...[files, pages, wal].flatMap(({problems}) => problems),
      ...(isVouchedFor ? [] : ['Nothing vouches for its files: it has no manifest, and its pages have no checksums.']),
    ],
  };
};

const nothing: Looked = {looked: [], unseen: [], problems: []};

const byManifest = async ({directory}: BaseBackup, manifest: Manifest | null): Promise<Looked> => {
  if (manifest === null) {
    return {...nothing, unseen: ['It has no manifest, so files without pages were compared with nothing.']};
  }
  const summed = manifest.files.filter(({checksum}) => checksum !== null).length;
  return {
    ...nothing,
    looked: [`${manifest.files.length} files were compared with the manifest, ${summed} of them by checksum.`],
    problems: await verifyFiles(directory, manifest),
  };
};

const byPages = async ({directory, startLsn}: BaseBackup): Promise<Looked> => {
  if (readControlFile(directory)?.hasChecksums !== true) {
    return {...nothing, unseen: ['The cluster has no page checksums, as far as can be told.']};
  }
  const {pages, damaged} = await scanPages(directory);
  // One that was being written while the backup ran is written again by replay, whatever it holds.
  const sure = damaged.filter(({lsn}) => bytesOf(lsn) < startLsn);
  const open = damaged.length - sure.length;
  return {
    ...nothing,
    looked: [
      `${pages} pages were compared with their checksums${open > 0 ? `; ${open} that were written during the backup are made good by replay` : ''}.`,
    ],
    problems: sure.map(({path, block}) => `${path} is damaged in block ${block}: its page checksum differs`),
  };
};

const lastLsn = (manifest: Manifest | null): string | null => manifest?.walRanges.at(-1)?.endLsn ?? null;

const byWal = (
  {directory, startSegment, startLsn}: BaseBackup,
  {archiveDir, stopLsn}: {readonly archiveDir: string | undefined; readonly stopLsn: string | null},
): Looked => {
  const places = [...(archiveDir === undefined ? [] : [archiveDir]), join(directory, 'pg_wal')];
  const at = places.find(place => existsSync(join(place, startSegment)));
  const segmentBytes = at === undefined ? null : segmentBytesOf(join(at, startSegment));
  if (at === undefined || segmentBytes === null) {
    return {
      ...nothing,
      problems: [
        `The WAL segment ${startSegment}, which replay begins with, is neither in the archive nor in the backup.`,
      ],
    };
  }
  const end = stopLsn === null ? startLsn : bytesOf(stopLsn);
  const names: string[] = [];
  for (let lsn = startLsn - (startLsn % segmentBytes); lsn < end || names.length === 0; lsn += segmentBytes) {
    names.push(segmentAt(lsn, {timeline: startSegment.slice(0, 8), segmentBytes}));
  }
  const missing = names.filter(
    name => !places.some(place => existsSync(join(place, name)) && isWrittenSegment(join(place, name), name)),
  );
  return {
    looked: [`WAL is there from ${startSegment} to ${names.at(-1)}, and it is what its names say.`].filter(
      () => missing.length === 0,
    ),
    unseen:
      stopLsn === null
        ? ['Where the backup ends is not known, so only the first segment of its WAL was looked for.']
        : [],
    problems: missing.map(
      name => `The WAL segment ${name}, which the backup needs, is missing, or is not what its name says.`,
    ),
  };
};
