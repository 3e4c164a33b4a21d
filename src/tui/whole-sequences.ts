/** Keys and pastes that a slow line cuts in two: the first part waits for the rest, so that a paste never turns into keys. */

/** Esc itself is such a first part; nobody notices that it acts a moment later. */
const escapeWaitMs = 60;
/** So is Alt with a bracket. */
const bracketWaitMs = 500;
/** A number behind that belongs to a sequence for certain: its rest is only late. */
const partWaitMs = 3_000;

const esc = '\u001b';
const pasteBegins = `${esc}[200~`;
const pasteEnds = `${esc}[201~`;
/** Ink takes what comes within 20 ms after an ESC for one key with it. */
const afterEscapeMs = 30;

/** The end of a text that the rest of a sequence may follow. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: every sequence begins with one.
const openEnd = /\x1b(?:\[[0-9;?]*|O)?$/;

const waitMsFor = (part: string): number =>
  part.length === 1 ? escapeWaitMs : part.length === 2 ? bracketWaitMs : partWaitMs;

type Input = Pick<NodeJS.ReadStream, 'read' | 'emit'>;

/** Read like this already, by a screen that stood there before: twice would make Esc wait twice. */
const whole = new WeakSet<Input>();

/**
 * Lets whoever reads the terminal see whole sequences only. Ink gives up on a part after 20 ms (measured): over a line with
 * delays the beginning of a paste was then dropped, and its text was taken for keys.
 */
export const readWholeSequences = (stdin: Input): void => {
  if (whole.has(stdin)) {
    return;
  }
  whole.add(stdin);
  const read = stdin.read.bind(stdin);
  let kept = '';
  let timer: NodeJS.Timeout | undefined;
  let isGivenUp = false;
  let isPasting = false;
  const giveUp = (): void => {
    isGivenUp = true;
    stdin.emit('readable');
  };
  /** What may be read now; the rest is kept back for a while. */
  const wholeOf = (chunk: string): string | null => {
    clearTimeout(timer);
    if (kept === esc && !isPasting && !/^[[O]/.test(chunk) && !chunk.startsWith(esc)) {
      // Two keys, one soon after the other: taken together they would be Alt with a letter.
      kept = chunk;
      timer = setTimeout(giveUp, afterEscapeMs);
      return esc;
    }
    const text = kept + chunk;
    kept = openEnd.exec(text)?.[0] ?? '';
    const whole = text.slice(0, text.length - kept.length);
    const [begun, ended] = [whole.lastIndexOf(pasteBegins), whole.lastIndexOf(pasteEnds)];
    isPasting = begun > ended || (isPasting && ended === -1);
    if (kept !== '') {
      // Nobody presses Esc in the middle of a paste: there it is the beginning of its end.
      timer = setTimeout(giveUp, isPasting ? partWaitMs : waitMsFor(kept));
    }
    return whole || null;
  };
  const takeKept = (): string | null => {
    const part = isGivenUp ? kept : '';
    isGivenUp = false;
    kept = part === '' ? kept : '';
    return part || null;
  };
  stdin.read = (size?: number) => {
    const chunk: unknown = read(size);
    if (chunk === null) {
      return takeKept();
    }
    isGivenUp = false;
    return typeof chunk === 'string' ? wholeOf(chunk) : chunk;
  };
};
