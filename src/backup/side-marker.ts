/** The file that marks a directory as a side instance of ours: without it nothing is stopped, reused or removed. */

import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {replaceByDraft} from '../postgres/drafts.ts';
import type {RecoveryTarget} from './recovery-target.ts';

export type SideMarker = {
  readonly format: 1;
  readonly kind: 'lifeboat-side';
  readonly target: RecoveryTarget;
  readonly backupDir: string;
  readonly restoreCommand: string;
  /** Where its socket is: in the directory itself, or elsewhere when that path is too long. */
  readonly socketDir: string;
};

const markerName = 'lifeboat-side.json';

/** Replaces the marker at once or not at all. Throws what the file system throws. */
export const writeSideMarker = (directory: string, marker: SideMarker): void => {
  replaceByDraft(join(directory, markerName), `${JSON.stringify(marker, null, 2)}\n`);
};

/** The marker, or null where there is none that we wrote. */
export const readSideMarker = (directory: string): SideMarker | null => {
  try {
    const read: unknown = JSON.parse(readFileSync(join(directory, markerName), 'utf8'));
    return isSideMarker(read) ? read : null;
  } catch {
    return null;
  }
};

const isSideMarker = (value: unknown): value is SideMarker =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  value.kind === 'lifeboat-side' &&
  'format' in value &&
  value.format === 1 &&
  'socketDir' in value &&
  typeof value.socketDir === 'string';

/** The names that we make in such a directory; anything else in it is not ours. */
export const sideNames = {
  data: 'data',
  tablespaces: 'tablespaces',
  settings: 'side.conf',
  hba: 'side.hba',
  ident: 'side.ident',
  log: 'server.log',
  marker: markerName,
} as const;
