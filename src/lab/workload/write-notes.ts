/** What the application was told, in memory and on the disk. */
import {type AcknowledgedWrite, keepAcknowledged, keepUnanswered, readWrites, type Writes} from '../truth.ts';

export type WriteNotes = {
  readonly writes: () => Writes;
  readonly acknowledged: () => number;
  /** Why what it was told could not be written down. */
  readonly trouble: () => string | null;
  /** Notes an answer; false where it could not be written down. */
  readonly told: (write: AcknowledgedWrite) => boolean;
  /** Notes that an answer never came. */
  readonly noAnswer: () => void;
};

/** `isShort`: all of it is also kept in memory. `stop` is called where the disk fails. */
type Keeping = {readonly isShort: boolean; readonly stop: () => void};

/** Where the disk fails, nothing more may be written into the database either. */
export const openWriteNotes = (directory: string, {isShort, stop}: Keeping): WriteNotes => {
  // What a killed drill's application was told is in the file: it still has to survive.
  const known = readWrites(directory);
  const acknowledged: AcknowledgedWrite[] = isShort ? [...known.acknowledged] : [];
  let count = known.acknowledged.length;
  let {unanswered} = known;
  let trouble: string | null = null;
  const keep = (write: () => void): boolean => {
    try {
      write();
      return true;
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      trouble = `what the application of the lab was told cannot be written down: ${why}`;
      stop();
      return false;
    }
  };
  return {
    writes: (): Writes => (isShort ? {acknowledged, unanswered} : readWrites(directory)),
    acknowledged: () => count,
    trouble: () => trouble,
    told: (write: AcknowledgedWrite): boolean => {
      count += 1;
      if (isShort) {
        acknowledged.push(write);
      }
      return keep(() => keepAcknowledged(directory, write));
    },
    noAnswer: (): void => {
      unanswered += 1;
      keep(() => keepUnanswered(directory));
    },
  };
};
