/** What a program wrote on its terminal, out of a transcript of `script`: that adds a line before it and one behind it. */
import type {RemoteMarks} from './remote-marks.ts';

/** "\nScript done on DATE [COMMAND_EXIT_CODE="0"]\n" is much shorter (util-linux 2.38). */
const heldBytesMax = 512;

/** Nobody looks on while the program has the terminal, so that the end comes late does not matter. */
export const transcriptBody = (): Pick<RemoteMarks, 'push' | 'end'> => {
  let held: Buffer = Buffer.alloc(0);
  let hasBegun = false;
  return {
    push: bytes => {
      const all = Buffer.concat([held, bytes]);
      const from = hasBegun ? 0 : all.indexOf(10) + 1;
      hasBegun ||= from > 0;
      const to = hasBegun ? Math.max(from, all.length - heldBytesMax) : 0;
      held = all.subarray(Math.max(from, to));
      return all.subarray(from, to);
    },
    end: () => {
      const text = held.toString('latin1');
      held = Buffer.alloc(0);
      return Buffer.from(hasBegun ? text.replace(/\nScript done on [^\n]*\n$/, '') : '', 'latin1');
    },
  };
};
