/** Standard input line by line, where another program writes it: a line of any length costs no more memory than a short one. */
import type {Readable} from 'node:stream';

export type LineListener = {
  readonly onLine: (line: Buffer) => void;
  /** Instead of a line that is longer than is read; called once for each, when it ends. */
  readonly onTooLong: () => void;
  /** Nothing comes any more: the writer has closed it, or is gone. */
  readonly onEnd: () => void;
};

/** An intent has few words; what is longer than this is none. */
export const lineBytesMax = 65_536;

const lineFeed = 0x0a;

/** Begins to read; the returned function ends that. A last line without a line feed counts as one. */
export const readLines = (input: Readable, {onLine, onTooLong, onEnd}: LineListener): (() => void) => {
  let kept: Buffer[] = [];
  let keptBytes = 0;
  const keep = (part: Buffer): void => {
    keptBytes += part.length;
    if (keptBytes <= lineBytesMax) {
      kept.push(part);
    } else {
      kept = [];
    }
  };
  const finish = (): void => {
    const [line, bytes] = [Buffer.concat(kept), keptBytes];
    kept = [];
    keptBytes = 0;
    if (bytes > lineBytesMax) {
      onTooLong();
    } else if (line.toString('latin1').trim() !== '') {
      onLine(line);
    }
  };
  const read = (chunk: Buffer): void => {
    let rest = chunk;
    for (let end = rest.indexOf(lineFeed); end !== -1; end = rest.indexOf(lineFeed)) {
      keep(rest.subarray(0, end));
      finish();
      rest = rest.subarray(end + 1);
    }
    keep(rest);
  };
  let isOver = false;
  const end = (): void => {
    if (!isOver) {
      isOver = true;
      finish();
      onEnd();
    }
  };
  input.on('data', read).on('end', end).on('close', end).on('error', end);
  return () => {
    isOver = true;
    input.off('data', read).pause();
  };
};
