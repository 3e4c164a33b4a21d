/** What a restore without its primary has lost, as a number and in a sentence: an upper bound, because nobody is left who knows more. */
import {bytesOf} from '../base-backup.ts';

export type LossRequest = {
  /** RFC 3339: when the primary took its last write, as far as anybody knows. */
  readonly lostAt: string | undefined;
  /** Where the primary's WAL ended, as a monitor saw it last. */
  readonly lastLsn: string | undefined;
  readonly recoveredTo: string | null;
  readonly lsn: string | null;
};

export type Loss = {
  /** From the last commit that came back to the loss of the primary; null where one of both is not known. */
  readonly seconds: number | null;
  /** Of WAL between where the primary was seen and where replay ended; null where nobody saw it. */
  readonly bytes: number | null;
  readonly sentence: string;
};

export const lossOf = ({lostAt, lastLsn, recoveredTo, lsn}: LossRequest): Loss => {
  const seconds =
    lostAt === undefined || recoveredTo === null
      ? null
      : Math.max(0, Math.round(Date.parse(lostAt) - Date.parse(recoveredTo)) / 1000);
  const bytes = lastLsn === undefined || lsn === null ? null : Math.max(0, Number(bytesOf(lastLsn) - bytesOf(lsn)));
  return {seconds, bytes, sentence: inWords({seconds, bytes, recoveredTo})};
};

type Told = Pick<Loss, 'seconds' | 'bytes'> & {readonly recoveredTo: string | null};

const inWords = ({seconds, bytes, recoveredTo}: Told): string => {
  const last =
    recoveredTo === null
      ? 'No commit was replayed, so the backup itself is all that came back'
      : `The last commit that came back is of ${recoveredTo}`;
  const time =
    seconds === null ? '; how much came after it nobody knows here' : `; at most ${seconds} s of commits are lost`;
  const wal = bytes === null ? '' : `, and at most ${bytes} bytes of WAL`;
  return `${last}${time}${wal}.`;
};
