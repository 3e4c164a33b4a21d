/** The terminal in our hands before Ink has it: the alternate screen, no cursor, no echo; given back however the program ends. */

export type BorrowedTerminal = {
  readonly write: (text: string) => void;
  /** Ink has taken it over and gives it back itself from now on. */
  readonly handOver: () => void;
  /** Gives it back. Once is enough, and after `handOver` it is not ours to give. */
  readonly giveBack: () => void;
};

const enter = '\u001b[?1049h\u001b[2J\u001b[?25l';
const leave = '\u001b[?1049l\u001b[?25h';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type Input = Pick<NodeJS.ReadStream, 'setRawMode'>;
type Output = Pick<NodeJS.WriteStream, 'write'>;

/** Takes it. What is typed meanwhile is not shown and stays unread, so Ink finds it, Ctrl-C too. */
export const borrowTerminal = (stdin: Input, stdout: Output): BorrowedTerminal => {
  let isOurs = true;
  const letGo = (): void => {
    isOurs = false;
    process.off('exit', giveBack);
    for (const signal of signals) {
      process.off(signal, onSignal);
    }
  };
  const giveBack = (): void => {
    if (isOurs) {
      letGo();
      try {
        stdin.setRawMode(false);
        stdout.write(leave);
      } catch {
        // The terminal is gone: there is nothing to give back, and nobody to tell.
      }
    }
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    // Who else listens decides what the signal means; alone we only clean up and let it have its way.
    if (process.listenerCount(signal) === 1) {
      giveBack();
      process.kill(process.pid, signal);
    }
  };
  process.on('exit', giveBack);
  for (const signal of signals) {
    process.on(signal, onSignal);
  }
  stdin.setRawMode(true);
  stdout.write(enter);
  return {
    write: text => {
      stdout.write(text);
    },
    handOver: letGo,
    giveBack,
  };
};
