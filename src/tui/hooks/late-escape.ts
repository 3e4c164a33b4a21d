/** An arrow key over a slow line may come in two parts, its ESC first: what follows soon decides whether somebody pressed Esc. */
import type {KeyPress} from '../press/key-press.ts';

/** Longer than two parts of one key lie apart on a line that loses a packet now and then; nobody waits so short for Esc to act. */
const waitMs = 60;

/** An end that comes later than this after its ESC was let go is taken for typed. */
const lateMs = 500;

const named = (name: string): KeyPress => ({kind: 'key', name, text: ''});

const tails: {readonly [tail: string]: string} = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  '[H': 'home',
  '[F': 'end',
  '[5~': 'page-up',
  '[6~': 'page-down',
  '[3~': 'delete',
};
const tailOfEscape = /^(?:\[|O)[0-9;]*[A-Za-z~]$/;

/** The key that such an end belongs to; null where no key of ours ends so, undefined where it is no end at all. */
export const keyOfTail = (input: string): string | null | undefined =>
  tailOfEscape.test(input) ? (tails[input.replace(/^O/, '[')] ?? null) : undefined;

export type EscapeHold = {
  /** Keeps an Esc back until it is known to be one. */
  readonly hold: () => void;
  /** Before anything else that was typed: an Esc is let go, or taken together with the rest of its key; then true. */
  readonly meets: (input: string) => boolean;
};

export const holdEscape = (onKey: (key: KeyPress) => void): EscapeHold => {
  let timer: NodeJS.Timeout | undefined;
  let letGoMs = Number.NEGATIVE_INFINITY;
  const letGo = (): void => {
    clearTimeout(timer);
    timer = undefined;
    letGoMs = performance.now();
    onKey(named('escape'));
  };
  return {
    hold: () => {
      if (timer !== undefined) {
        letGo();
      }
      timer = setTimeout(letGo, waitMs);
    },
    meets: input => {
      const tail = keyOfTail(input);
      // Without an ESC lately it is what somebody typed: OK has the form of such an end.
      if (tail === undefined || (timer === undefined && performance.now() - letGoMs > lateMs)) {
        if (timer !== undefined) {
          letGo();
        }
        return false;
      }
      // Whose ESC has been let go already is still no text.
      if (timer !== undefined) {
        clearTimeout(timer);
        timer = undefined;
        if (tail !== null) {
          onKey(named(tail));
        }
      }
      return true;
    },
  };
};
