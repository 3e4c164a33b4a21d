/** What a rebuild notes beside the data directory before it moves anything, so that an interrupted one goes on from there. */

import {existsSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {replaceByDraft} from '../../postgres/drafts.ts';
import type {FoundServer} from '../../postgres/found-server.ts';
import {isFenceMark} from './fence-mark.ts';

export type RebuildRecord = {
  readonly slot: string;
  /** The new files, until they stand in the place of the old ones. */
  readonly files: string;
  readonly oldDirectory: string | null;
  readonly bytes: number | null;
  /** As it was before, and as it is started again. */
  readonly server: FoundServer;
};

const pathOf = (directory: string): string => `${directory}.rebuilding.json`;

/** Durable before anything moves. Throws what the file system throws. */
export const writeRebuildRecord = (directory: string, record: RebuildRecord): void => {
  replaceByDraft(pathOf(directory), JSON.stringify(record));
};

/**
 * The record of a rebuild that has moved the old files, or is about to put the new ones in their place; null where it begins
 * anew. Throws what the file system throws.
 */
export const openRebuild = (directory: string): RebuildRecord | null => {
  if (!existsSync(pathOf(directory))) {
    return null;
  }
  const record: RebuildRecord = JSON.parse(readFileSync(pathOf(directory), 'utf8'));
  const isLaid = existsSync(join(directory, 'standby.signal')) && !isFenceMark(directory);
  const isBetween = !existsSync(directory) && existsSync(record.files);
  return isLaid || isBetween ? record : null;
};

/** Throws what the file system throws. */
export const closeRebuild = (directory: string): void => rmSync(pathOf(directory), {force: true});
