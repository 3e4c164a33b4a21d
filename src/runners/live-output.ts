/** What the screen sees of attempts that print: the last lines, and a call when there are new ones. */
import type {HeldBack} from '../engine/actions/runner.ts';
import {heldBackOutput} from './held-back.ts';
import type {AttemptOutput, Source} from './output.ts';
import {followOutput} from './output.ts';

/** Often enough to look alive, seldom enough to cost nothing. */
const readEveryMs = 80;
/** Attempts whose last lines stay to be looked at after their end. */
const finishedMax = 32;

export type LiveOutput = {
  /** Follows an attempt's output until it is finished. */
  readonly follow: (name: string, source: Source, heldBack?: HeldBack) => AttemptOutput;
  readonly lines: (name: string) => readonly string[];
  readonly onOutput: (listener: () => void) => void;
};

/** Follows all attempts of a session with one timer, which runs only while there is something to follow. */
export const liveOutput = (): LiveOutput => {
  const followed = new Map<string, AttemptOutput>();
  const finished = new Map<string, readonly string[]>();
  const listeners: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;

  const tell = (): void => {
    for (const listener of listeners) {
      listener();
    }
  };
  let isReading = false;
  const readAll = (): void => {
    if (isReading) {
      return;
    }
    const readOnce = (): boolean => [...followed.values()].map(output => output.read()).includes(true);
    if (!readOnce()) {
      return;
    }
    tell();
    // Who floods is kept up with, turn by turn; the screen is told no more often for that.
    isReading = true;
    const goOn = (): void => {
      isReading = readOnce();
      if (isReading) {
        setImmediate(goOn);
      }
    };
    setImmediate(goOn);
  };
  const put = (name: string, lines: readonly string[]): void => {
    followed.delete(name);
    finished.set(name, lines);
    const [oldest] = finished.keys();
    if (finished.size > finishedMax && oldest !== undefined) {
      finished.delete(oldest);
    }
    if (followed.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };

  return {
    follow: (name, source, heldBack) => {
      const output = heldBack ? heldBackOutput(source, heldBack) : followOutput(source);
      followed.set(name, output);
      timer ??= setInterval(readAll, readEveryMs).unref();
      const finish: AttemptOutput['finish'] = async ended => {
        const printed = await output.finish(ended);
        const lines = output.lines();
        put(name, lines);
        if (lines.length > 0) {
          tell();
        }
        return printed;
      };
      return {...output, finish};
    },
    lines: name => followed.get(name)?.lines() ?? finished.get(name) ?? [],
    onOutput: listener => {
      listeners.push(listener);
    },
  };
};
