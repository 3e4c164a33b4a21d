/** Stops the lab's primary for a piece of work on its files and starts it again as it was started, token and all. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result} from '../base/result.ts';
import {runningServer, startServer, stopServer} from '../postgres/server.ts';
import type {Estate} from './estate.ts';

/**
 * A fast stop writes all that is in memory into the files and archives the last WAL; what is changed in the files then
 * is what the server reads first. `work` may throw what the file system throws. `mayFail`: the damage may be such that
 * it does not start any more.
 */
export const whileStopped = async <Value>(
  estate: Pick<Estate, 'dataDirectory' | 'directory' | 'tools'>,
  work: () => Result<Value> | Promise<Result<Value>>,
  {mayFail = false} = {},
): Promise<Result<Value>> => {
  const {dataDirectory, directory, tools} = estate;
  const options = optionsOf(dataDirectory);
  if (options === null) {
    return fail('the primary of the lab does not run, so it cannot be stopped for the fault');
  }
  const stopped = await stopServer(dataDirectory);
  if (!stopped.ok) {
    return stopped;
  }
  const done = await tried(work);
  const started = await startServer(tools, {dataDirectory, logFile: join(directory, 'log', 'primary.log'), options});
  return started.ok || mayFail ? done : fail(`the primary does not start again: ${started.reason}`);
};

const tried = async <Value>(work: () => Result<Value> | Promise<Result<Value>>): Promise<Result<Value>> => {
  try {
    return await work();
  } catch (thrown) {
    return fail(thrown instanceof Error ? thrown.message : String(thrown));
  }
};

/** The words behind `postgres`, without those that pg_ctl says itself. */
const optionsOf = (dataDirectory: string): readonly string[] | null => {
  const running = runningServer(dataDirectory);
  const words = running === null ? null : wordsOf(running.pid, dataDirectory);
  return words === null ? null : words.filter((word, at) => word !== '-D' && words[at - 1] !== '-D');
};

const wordsOf = (pid: number, dataDirectory: string): readonly string[] | null => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(1, -1);
  } catch {
    // Where there is no /proc: the program, then each word between double quotes, nothing escaped.
    const [, ...words] = readFileSync(join(dataDirectory, 'postmaster.opts'), 'utf8')
      .replace(/"\n?$/, '')
      .split(/" "| "/);
    return words;
  }
};
