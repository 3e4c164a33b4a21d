/** The last lines of an attempt for the screen; the log keeps all. */

/** What a screen can scroll back through. */
const linesMax = 500;
/** Bytes of one line that are kept: a screen shows one row of it. */
const lineBytesMax = 4_096;

export type LastLines = {
  /** Takes bytes that end with a line, as a rule; a line that goes on later begins a new one. */
  readonly add: (bytes: Buffer) => void;
  readonly lines: () => readonly string[];
};

/** Collects the last lines of one attempt. */
export const lastLines = (): LastLines => {
  let kept: string[] = [];
  return {
    add: bytes => {
      const text = bytes.toString('utf8');
      // A carriage return alone redraws a progress bar; here each state of it is a line.
      const lines = text.split(/\r\n|\n|\r/);
      if (lines.at(-1) === '') {
        lines.pop();
      }
      kept = [...kept, ...lines.slice(-linesMax).map(line => line.slice(0, lineBytesMax))].slice(-linesMax);
    },
    lines: () => kept,
  };
};
