/** Where a name must be typed on the plain face, the terminal is asked to tell pastes: a line arrives whole, and nothing else shows it. */
import {writeSync} from 'node:fs';
import type {OpenPrompt} from '../../run/intent.ts';

export type ToldPastes = {
  /** Asks the terminal to tell pastes from now on, or no more. */
  readonly set: (isTold: boolean) => void;
  /** A line that was read, without the marks of pastes, and whether any of it was pasted. */
  readonly read: (line: string) => TypedLine;
  readonly end: () => void;
};

export type TypedLine = {readonly text: string; readonly isPasted: boolean};

/** Whether a name must be typed for any open question. */
export const asksForName = (prompts: readonly OpenPrompt[]): boolean =>
  prompts.some(({moves}) => moves.includes('confirm'));

/** For the terminal that is read and written; a dumb one would print what asks it. */
export const toldPastes = (): ToldPastes => {
  const {stdin, stdout, env} = process;
  const canTell = stdin.isTTY === true && stdout.isTTY === true && (env.TERM ?? 'dumb') !== 'dumb';
  let isOn = false;
  const set = (isTold: boolean): void => {
    if (canTell && isTold !== isOn) {
      isOn = isTold;
      ask(isTold);
    }
  };
  const end = (): void => set(false);
  // However the program ends; one that is killed leaves it to the shell, whose own prompt sets it anew.
  process.once('exit', end);
  return {set, read: pasteReader(() => performance.now()), end};
};

const ask = (isTold: boolean): void => {
  try {
    writeSync(1, isTold ? '\x1b[?2004h' : '\x1b[?2004l');
  } catch {
    // A terminal that is gone pastes nothing.
  }
};

/**
 * The lines of one paste come at once. Whoever wipes the line out with the mark of its end in it (Ctrl-U) is believed to type
 * again after this.
 */
const pasteMs = 1_000;

const begins = '\x1b[200~';
const ends = '\x1b[201~';

/** Takes the marks out of lines; a paste may go over several of them, milliseconds apart. */
export const pasteReader = (nowMs: () => number): ToldPastes['read'] => {
  let insideAtMs = Number.NEGATIVE_INFINITY;
  return line => {
    let isInside = nowMs() - insideAtMs < pasteMs;
    let isPasted = false;
    let text = '';
    for (const part of line.replaceAll(begins, `\n${begins}`).replaceAll(ends, `\n${ends}`).split('\n')) {
      isInside = part.startsWith(begins) || (isInside && !part.startsWith(ends));
      const said = part.replace(begins, '').replace(ends, '');
      text += said;
      isPasted ||= isInside && said !== '';
    }
    insideAtMs = isInside ? nowMs() : Number.NEGATIVE_INFINITY;
    return {text, isPasted};
  };
};
