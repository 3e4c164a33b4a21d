/** A process of its own: starts one program on the terminal that `script` has made, says how it ended, and ends it when the engine is gone. */
import {spawn} from 'node:child_process';
import {existsSync, readFileSync, unlinkSync} from 'node:fs';
import {Socket} from 'node:net';
import {engineFd, orderVariable, type TerminalOrder, type TerminalReply} from './terminal-keeper-protocol.ts';

const readOrder = (path: string): TerminalOrder => {
  const text = readFileSync(path, 'utf8');
  unlinkSync(path);
  return JSON.parse(text) as TerminalOrder;
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'EUNKNOWN';

const carryOut = ({argv, env, cwd, graceMs}: TerminalOrder, engine: Socket): void => {
  const [file = '', ...args] = argv;
  const say = (reply: TerminalReply): boolean => engine.write(`${JSON.stringify(reply)}\n`);
  const leave = (reply: TerminalReply, code: number): void => {
    say(reply);
    engine.end(() => process.exit(code));
    engine.on('error', () => process.exit(code));
  };
  const refuse = (error: unknown): void =>
    leave({type: 'refused', code: codeOf(error), cause: existsSync(cwd) ? 'program' : 'cwd'}, 127);
  let child: ReturnType<typeof spawn>;
  try {
    child = spawn(file, args, {cwd, env, stdio: 'inherit'});
  } catch (error) {
    // What Node itself refuses: a NUL character among the words.
    refuse(error);
    return;
  }
  child.on('error', error => {
    if (child.pid === undefined) {
      refuse(error);
    }
  });
  child.on('exit', (exit, signal) => leave({type: 'ended', exit, signal}, exit ?? 1));
  if (child.pid === undefined) {
    return;
  }
  say({type: 'spawned', pid: process.pid});
  let isEnding = false;
  const end = (signal: 'SIGTERM' | 'SIGHUP'): void => {
    if (!isEnding) {
      isEnding = true;
      signalGroup(signal);
      setTimeout(() => child.kill('SIGKILL'), graceMs);
    }
  };
  engine.on('data', () => end('SIGTERM'));
  engine.on('end', () => end('SIGHUP'));
  engine.on('error', () => end('SIGHUP'));
};

/** All that is in the foreground with it; this process takes no notice. */
const signalGroup = (signal: 'SIGTERM' | 'SIGHUP'): void => {
  try {
    process.kill(-process.pid, signal);
  } catch {
    // Nobody is left.
  }
};

// What a person types, Ctrl-C too, is for the program; here it must only not end what waits for it.
for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGTSTP'] as const) {
  process.on(signal, () => undefined);
}
carryOut(readOrder(process.env[orderVariable] ?? ''), new Socket({fd: engineFd, readable: true, writable: true}));
