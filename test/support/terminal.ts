/** A real terminal: starts a program in a pty and reads the screen as a person would. */

import {constants} from 'node:os';
import type {IPty} from '@lydell/node-pty';
import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {keyBytes} from './keys.ts';
import {terminalEnvironment} from './terminal-environment.ts';

export type TerminalOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd?: string;
  /** Added to the environment of the test, which loses all signs of a CI. `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
};

/** How a program ended: by itself with a code, or by a signal. */
export type TerminalExit = {readonly code: number; readonly signal: NodeJS.Signals | undefined};

const LOOKED_FOR_MS = 10_000;
const running = new Set<number>();

/** Kills what still runs in any terminal: a test that failed in the middle leaves its program behind. */
export function closeTerminals(): void {
  for (const pid of running) signalTo(pid, 'SIGKILL');
}

process.on('exit', closeTerminals);

/** Starts `file` with `args` in a terminal of its own, 80 by 24 unless told otherwise. */
export function openTerminal(file: string, args: readonly string[], options: TerminalOptions = {}): Terminal {
  const {columns: cols = 80, rows = 24, cwd = process.cwd()} = options;
  const emulator = new xterm.Terminal({cols, rows, scrollback: 5000, allowProposedApi: true});
  const env = terminalEnvironment(options.env);
  return new Terminal(spawn(file, [...args], {name: env.TERM, cols, rows, cwd, env}), emulator);
}

/** A program and the terminal that it runs in. */
export class Terminal {
  readonly pid: number;
  readonly exited: Promise<TerminalExit>;
  readonly #pty: IPty;
  readonly #emulator: xterm.Terminal;
  readonly #lookers = new Set<() => void>();
  #written: Promise<void> = Promise.resolve();
  #end: TerminalExit | undefined;
  #bytesRead = 0;
  #title = '';
  #rings = 0;

  constructor(pty: IPty, emulator: xterm.Terminal) {
    this.pid = pty.pid;
    this.#pty = pty;
    this.#emulator = emulator;
    running.add(pty.pid);
    emulator.onTitleChange(title => {
      this.#title = title;
    });
    emulator.onBell(() => {
      this.#rings += 1;
    });
    pty.onData(data => {
      this.#bytesRead += Buffer.byteLength(data);
      const parsed = this.#written.then(() => new Promise<void>(resolve => emulator.write(data, resolve)));
      this.#written = parsed.then(() => this.#lookAgain());
    });
    // Programs ask the terminal where the cursor is and what it can do; the emulator knows the answers.
    emulator.onData(answer => this.#send(answer));
    this.exited = new Promise(resolve => {
      pty.onExit(({exitCode, signal}) => {
        running.delete(pty.pid);
        const end = {code: exitCode, signal: signalName(signal)};
        // What it wrote last is on the screen before anybody hears of the end.
        void this.#written.then(() => {
          this.#end = end;
          this.#lookAgain();
          resolve(end);
        });
      });
    });
  }

  /** Waits for the text on the visible screen, 10 s unless told otherwise; throws with the screen in the message when it does not come. */
  async shows(text: string | RegExp, {withinMs = LOOKED_FOR_MS}: {readonly withinMs?: number} = {}): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        this.#lookers.delete(look);
        act();
      };
      const missing = (why: string) => () =>
        reject(new Error(`${text} is not on the screen: ${why}\n${this.#picture()}`));
      const look = () => {
        if (this.#isMidFrame()) return;
        const screen = this.screen().join('\n');
        if (typeof text === 'string' ? screen.includes(text) : text.test(screen)) settle(resolve);
        else if (this.#end) settle(missing(`the program ended with ${this.#end.signal ?? this.#end.code}`));
      };
      const timer = setTimeout(() => settle(missing(`waited ${withinMs} ms`)), withinMs);
      this.#lookers.add(look);
      look();
    });
  }

  /** The visible screen, a line each, without the spaces at their ends. */
  screen(): readonly string[] {
    return this.scrollback().slice(-this.#emulator.rows);
  }

  /** Every line that is still there, also those that scrolled away. */
  scrollback(): readonly string[] {
    const buffer = this.#emulator.buffer.active;
    return Array.from({length: buffer.length}, (_, row) => buffer.getLine(row)?.translateToString(true) ?? '');
  }

  /** Whether anything on the visible screen has a colour or a background of its own. */
  hasColours(): boolean {
    const {active} = this.#emulator.buffer;
    return Array.from({length: this.#emulator.rows * this.#emulator.cols}, (_, place) => {
      const row = active.baseY + Math.floor(place / this.#emulator.cols);
      const cell = active.getLine(row)?.getCell(place % this.#emulator.cols);
      return cell !== undefined && !(cell.isFgDefault() && cell.isBgDefault());
    }).includes(true);
  }

  /** How many bytes the program has written to the terminal so far. */
  bytesRead(): number {
    return this.#bytesRead;
  }

  /** What the program has named the terminal last; the emulator keeps no stack of titles. */
  title(): string {
    return this.#title;
  }

  /** How often the bell rang. */
  rings(): number {
    return this.#rings;
  }

  isAlternateScreen(): boolean {
    return this.#emulator.buffer.active.type === 'alternate';
  }

  /** Keys by name or as they are: `press('y')`, `press('down', 'enter')`, `press('ctrl-c')`. */
  press(...keys: readonly string[]): void {
    for (const key of keys) this.#send(keyBytes(key));
  }

  /** Whether the program has asked for marks around what is pasted, and not taken that back. */
  marksPastes(): boolean {
    return this.#emulator.modes.bracketedPasteMode;
  }

  /** Text key by key, as a person types it. */
  type(text: string): void {
    for (const letter of text) this.#send(letter);
  }

  /** Text as a terminal pastes it: in brackets when the program asked for them. */
  paste(text: string): void {
    this.#send(this.marksPastes() ? `\u001b[200~${text}\u001b[201~` : text);
  }

  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): void {
    if (running.has(this.pid)) signalTo(this.pid, signal);
  }

  /** The window is closed or the line is cut: nobody holds the other end any more. Whoever has it as controlling terminal is told by the kernel. */
  hangUp(): void {
    (this.#pty as IPty & {readonly destroy: () => void}).destroy();
  }

  #send(bytes: string): void {
    if (running.has(this.pid)) this.#pty.write(bytes);
  }

  /** A terminal shows no frame of which only some lines have come: old words would stand beside new ones that nobody sees together. */
  #isMidFrame(): boolean {
    return this.#emulator.modes.synchronizedOutputMode && !this.#end;
  }

  #lookAgain(): void {
    for (const look of [...this.#lookers]) look();
  }

  #picture(): string {
    const edge = `+${'-'.repeat(this.#emulator.cols)}+`;
    const lines = this.screen().map(line => `|${line.padEnd(this.#emulator.cols)}|`);
    return [edge, ...lines, edge].join('\n');
  }
}

/** A program may have ended a moment before we heard of it; then there is nobody to tell. */
function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function signalName(number: number | undefined): NodeJS.Signals | undefined {
  const names: readonly NodeJS.Signals[] = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGKILL', 'SIGTERM', 'SIGABRT', 'SIGSEGV'];
  return names.find(name => constants.signals[name] === number);
}
