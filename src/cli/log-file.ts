/** The log's file, written by pino in this process and at once: a worker's lines are lost when the program is killed. */
import {mkdirSync} from 'node:fs';
import {dirname} from 'node:path';
import pino from 'pino';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';
export type WriteLine = (level: LogLevel, message: string, data: object) => void;

/** Opens it for appending, mode 0600, in a directory of mode 0700. Throws what the file system throws. */
export const openLogFile = (path: string): WriteLine => {
  mkdirSync(dirname(path), {recursive: true, mode: 0o700});
  const logger = pino({level: 'debug', base: null}, pino.destination({dest: path, sync: true, mode: 0o600}));
  return (level, message, data) => logger[level](data, message);
};
