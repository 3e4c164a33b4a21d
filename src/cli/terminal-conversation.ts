/** Questions and answers on a terminal, line by line; what is hidden leaves no trace on it. */
import {Writable} from 'node:stream';
import type {Conversation} from './ask-inputs.ts';
import {broken, questionLines, terminalWidth} from './terminal-width.ts';

/** Takes standard input until it is closed. */
export const terminalConversation = (): Conversation & {readonly close: () => void} => {
  let isHidden = false;
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      if (!isHidden) {
        process.stdout.write(chunk);
      }
      done();
    },
  });
  // Loaded when somebody is asked; the start of a run without a question does without it.
  const {createInterface} = process.getBuiltinModule('node:readline');
  // A screen that stood here before has let go of it, and the program would end while somebody types.
  process.stdin.ref();
  // Without a history: an arrow key must not bring a password back.
  const lines = createInterface({input: process.stdin, output, terminal: true, historySize: 0});
  let isClosed = false;
  let wasInterrupted = false;
  // Without a listener readline closes all the same, but nobody could tell it from the end of the input.
  lines.once('SIGINT', () => {
    wasInterrupted = true;
    lines.close();
  });
  lines.once('close', () => {
    isClosed = true;
  });
  return {
    say: line => {
      process.stdout.write(`${broken(line, terminalWidth()).join('\n')}\n`);
    },
    ask: (label, how) =>
      new Promise(resolve => {
        if (isClosed) {
          resolve(undefined);
          return;
        }
        const finish = (typed: string | undefined): void => {
          lines.off('close', giveUp);
          if (isHidden || typed === undefined) {
            process.stdout.write('\n');
          }
          isHidden = false;
          resolve(typed);
        };
        const giveUp = (): void => finish(undefined);
        lines.once('close', giveUp);
        const asked = questionLines(label, terminalWidth());
        const last = asked.at(-1) ?? '';
        process.stdout.write(
          asked
            .slice(0, -1)
            .map(line => `${line}\n`)
            .join(''),
        );
        if (how.isHidden) {
          process.stdout.write(last);
          isHidden = true;
        }
        lines.question(how.isHidden ? '' : last, finish);
      }),
    wasInterrupted: () => wasInterrupted,
    close: () => lines.close(),
  };
};
