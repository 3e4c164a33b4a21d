/** What the engine and the keeper of one program on a terminal say to each other. */

/** In a file that only its owner can open, whose path is all that the environment says: values stay out of every command line. */
export type TerminalOrder = {
  readonly argv: readonly string[];
  /** Complete; it may hold secrets. */
  readonly env: {readonly [name: string]: string};
  readonly cwd: string;
  /** Between asking the program to end and ending it. */
  readonly graceMs: number;
};

/** The variable that names the file. */
export const orderVariable = 'LIFEBOAT_TERMINAL_ORDER';

/** The descriptor that both talk over; its end means that the engine is gone. */
export const engineFd = 3;

/** The engine's only word: end it. */
export const stopWord = 'stop\n';

/** The keeper's words, one JSON a line. */
export type TerminalReply =
  | {readonly type: 'spawned'; readonly pid: number}
  | {readonly type: 'refused'; readonly code: string; readonly cause: 'program' | 'cwd'}
  | {readonly type: 'ended'; readonly exit: number | null; readonly signal: string | null};
