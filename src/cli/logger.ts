/** The developers' log: a file in the state directory, never the screen; loaded only when something is said. */
import {join} from 'node:path';
import type {LogLevel, WriteLine} from './log-file.ts';
import {type StateOption, statePath} from './state-place.ts';

const logLevels: readonly LogLevel[] = ['error', 'warn', 'info', 'debug'];

export type Logger = {
  readonly path: string;
  /** Writes one line if the level is wanted; resolves when it is in the file. Never fails: a log is no evidence. */
  readonly log: (level: LogLevel, message: string, data?: object) => Promise<void>;
};

/** How much is kept when nothing is said: faults, and what was slower than it should be. */
const usualLevel: LogLevel = 'warn';

/** Writes down, for developers alone, what went wrong and does no harm. */
export const harmless =
  ({log}: Pick<Logger, 'log'>, message: string): ((error: unknown) => void) =>
  error =>
    void log('debug', message, {stack: error instanceof Error ? error.stack : String(error)});

/** The log of this invocation. Evidence is never derived from it: that is the journal's. */
export const openLogger = (options: StateOption): Logger => {
  const state = statePath(options);
  const path = join(state.ok ? state.value : '/nonexistent', 'log', 'lifeboat.log');
  const wanted = logLevels.indexOf(logLevels.find(level => level === options.logLevel) ?? usualLevel);
  let file: Promise<WriteLine> | undefined;
  return {
    path,
    log: async (level, message, data = {}) => {
      if (logLevels.indexOf(level) > wanted || !state.ok) {
        return;
      }
      try {
        file ??= import('./log-file.ts').then(({openLogFile}) => openLogFile(path));
        (await file)(level, message, {pid: process.pid, ...data});
      } catch {
        // A full disk or a directory that cannot be made: the run says so itself, and its journal counts.
      }
    },
  };
};
