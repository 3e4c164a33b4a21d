/** The last lines of an attempt for the screen; the log keeps all. */

/** What a screen can scroll back through. */
const linesMax = 500;
/** Bytes of one line that are kept: a screen shows one row of it. */
const lineBytesMax = 4_096;
/** What comes at once in such an amount takes the place of all before: a program that floods prints a thousand screens between two frames. */
const pieceBytesMax = 131_072;
const keptBytesMax = 2_097_152;

export type LastLines = {
  /** Takes bytes that end with a line, as a rule, and copies what it keeps; a line that goes on later begins a new one. */
  readonly add: (bytes: Buffer) => void;
  readonly lines: () => readonly string[];
};

/** Collects the last lines of one attempt. They are made when somebody looks: most of what is printed is never seen. */
export const lastLines = (): LastLines => {
  let pieces: Buffer[] = [];
  let keptBytes = 0;
  let room: Buffer | undefined;
  let made: readonly string[] | undefined = [];
  return {
    add: bytes => {
      made = undefined;
      if (bytes.length >= pieceBytesMax) {
        // One room for all of them: making a new one for each cost more than reading what was printed.
        room ??= Buffer.allocUnsafe(pieceBytesMax);
        pieces = [endOf(bytes, room)];
        keptBytes = pieceBytesMax;
        return;
      }
      pieces.push(Buffer.from(bytes));
      keptBytes += bytes.length;
      if (keptBytes > 2 * keptBytesMax) {
        pieces = latest(pieces);
        keptBytes = pieces.reduce((sum, {length}) => sum + length, 0);
      }
    },
    lines: () => {
      made ??= linesIn(pieces);
      return made;
    },
  };
};

/** The first line may lack its beginning and is left out. */
const endOf = (bytes: Buffer, room: Buffer): Buffer => {
  bytes.copy(room, 0, bytes.length - pieceBytesMax);
  return room.subarray(room.indexOf(10) + 1);
};

const latest = (pieces: readonly Buffer[]): Buffer[] => {
  let bytes = 0;
  const from = pieces.findLastIndex(({length}) => {
    bytes += length;
    return bytes > keptBytesMax;
  });
  return pieces.slice(Math.max(0, from));
};

const linesIn = (pieces: readonly Buffer[]): readonly string[] => {
  const found: string[][] = [];
  let count = 0;
  for (let index = pieces.length - 1; index >= 0 && count < linesMax; index -= 1) {
    // A carriage return alone redraws a progress bar; here each state of it is a line.
    const lines = (pieces[index]?.toString('utf8') ?? '').split(/\r\n|\n|\r/);
    if (lines.at(-1) === '') {
      lines.pop();
    }
    const last = lines.slice(-linesMax).map(line => line.slice(0, lineBytesMax));
    found.push(last);
    count += last.length;
  }
  return found.reverse().flat().slice(-linesMax);
};
