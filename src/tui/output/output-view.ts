/** Looking through what an attempt printed: which attempt, from where on, and what is searched for. */
import type {Path} from '../../run/path.ts';
import type {Printed} from '../../run/printed.ts';
import type {Moment} from '../moment.ts';

export type OutputView = {
  readonly path: Path;
  readonly attempt: number;
  /** Where the first row in sight begins, bytes; null follows the end. */
  readonly top: number | null;
  /** Cells at the beginning of each row that are out of sight. */
  readonly shift: number;
  /** What is being typed behind `/`; null while nothing is. */
  readonly typing: string | null;
  readonly search: Search | null;
};

export type Search = {
  readonly needle: string;
  /** Where the place stands that was gone to, bytes; null while it is looked for, and where there is none. */
  readonly place: number | null;
  readonly isLooking: boolean;
  /** How many places there are, as far as they are counted. */
  readonly count: number;
  readonly isCounted: boolean;
  /** Which of them it is, from 1; unknown while they are counted. */
  readonly number: number | null;
};

export const outputOf = (path: Path, attempt: number, typing: string | null = null): OutputView => ({
  path,
  attempt,
  top: null,
  shift: 0,
  typing,
  search: null,
});

/** What the attempt printed: its file, or the last lines that are in memory where nothing of it is kept. */
export const printedOf = ({printed, output}: Pick<Moment, 'printed' | 'output'>, {path, attempt}: Attempt): Printed => {
  const file = printed?.(path, attempt);
  if (file && file.bytes() > 0) {
    return file;
  }
  const bytes = Buffer.from(
    output(path, attempt)
      .map(line => `${line}\n`)
      .join(''),
  );
  return {bytes: () => bytes.length, read: (offset, bytesMax) => bytes.subarray(offset, offset + bytesMax)};
};

type Attempt = Pick<OutputView, 'path' | 'attempt'>;

/** Rows of the screen that show output: all but the header, the two rules, the title and the footer. */
export const outputRows = (screenRows: number): number => Math.max(3, screenRows - 9);
