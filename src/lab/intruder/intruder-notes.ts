/** What an intruder got, and when it was refused, kept on its own side: the truth about who was in, whatever the server says. */
import {appendFileSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

export type IntruderNote =
  | {readonly did: 'came-in'; readonly atMs: number; readonly role: string}
  | {readonly did: 'read'; readonly atMs: number; readonly role: string; readonly rows: number}
  | {readonly did: 'lost'; readonly atMs: number; readonly role: string; readonly why: string}
  | {readonly did: 'refused'; readonly atMs: number; readonly role: string; readonly why: string};

const notesPath = (directory: string): string => join(directory, 'intruder.jsonl');

/** One that is refused for days says it once a second for each role. */
const refusalEveryMs = 1_000;

export type IntruderNotes = {
  /** Throws what the file system throws. */
  readonly note: (note: IntruderNote) => void;
};

/** Opens them for writing. Of refusals the first after each success is written, and then one a second. */
export const openIntruderNotes = (directory: string): IntruderNotes => {
  const refusedMs = new Map<string, number>();
  return {
    note: note => {
      if (note.did === 'refused') {
        if (note.atMs - (refusedMs.get(note.role) ?? Number.NEGATIVE_INFINITY) < refusalEveryMs) {
          return;
        }
        refusedMs.set(note.role, note.atMs);
      } else {
        refusedMs.clear();
      }
      appendFileSync(notesPath(directory), `${JSON.stringify(note)}\n`, {mode: 0o600});
    },
  };
};

/** All that were noted, in order; a line that was cut short is left out. */
export const readIntruderNotes = (directory: string): readonly IntruderNote[] => {
  try {
    return readFileSync(notesPath(directory), 'utf8').split('\n').slice(0, -1).flatMap(parsed);
  } catch {
    return [];
  }
};

const parsed = (line: string): readonly IntruderNote[] => {
  try {
    return [JSON.parse(line) as IntruderNote];
  } catch {
    return [];
  }
};

/** The role as which it is in, by the last that it noted; null where it is outside. */
export const isIn = (notes: readonly IntruderNote[]): string | null => {
  const last = notes.findLast(({did}) => did !== 'refused');
  return last === undefined || last.did === 'lost' ? null : last.role;
};
