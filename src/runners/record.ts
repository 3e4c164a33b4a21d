/** A keeper's record as a later session, or this one after the keeper's death, reads it: what became of one attempt. */
import {readFileSync} from 'node:fs';
import type {Ended, Kept, RecordLine, Refused, Spawned} from './keeper-protocol.ts';

export type Trace = {
  /** Keepers of that session, the latest last. */
  readonly keepers: readonly Kept[];
  readonly spawned?: Spawned;
  /** The keeper that started it. */
  readonly spawnedBy?: Kept;
  readonly outcome?: Ended | Refused;
};

/** Reads what keepers of a session wrote about an attempt; nothing where there is no record. */
export const readTrace = (recordPath: string, attempt: string): Trace => {
  const keepers: Kept[] = [];
  let spawned: Spawned | undefined;
  let spawnedBy: Kept | undefined;
  let outcome: Ended | Refused | undefined;
  for (const line of linesOf(recordPath)) {
    switch (line.type) {
      case 'keeper': {
        keepers.push(line);
        break;
      }
      case 'spawned': {
        if (line.attempt === attempt) {
          spawned = line;
          spawnedBy = keepers.at(-1);
        }
        break;
      }
      case 'refused':
      case 'ended': {
        outcome = line.attempt === attempt ? line : outcome;
        break;
      }
    }
  }
  return {keepers, ...(spawned && {spawned}), ...(spawnedBy && {spawnedBy}), ...(outcome && {outcome})};
};

/** All attempts that keepers of a session started. */
export const spawnedIn = (recordPath: string): readonly Spawned[] =>
  linesOf(recordPath).filter(line => line.type === 'spawned');

const linesOf = (path: string): readonly RecordLine[] => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap(line => parseLine(line) ?? []);
};

/** A line cut short by a full disk, and what a crashing keeper said last, are no lines of the record. */
const parseLine = (line: string): RecordLine | undefined => {
  if (!line.startsWith('{') || !line.endsWith('}')) {
    return undefined;
  }
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
