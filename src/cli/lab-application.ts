/** The application of a lab that stands by itself, as a process of its own: started, seen to write, ended with the lab. */
import {spawn} from 'node:child_process';
import {closeSync, openSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Estate} from '../lab/estate.ts';
import {readWrites} from '../lab/truth.ts';
import {identify, isAlive, type ProcessIdentity} from '../postgres/process-identity.ts';

const writesWithinMs = 20_000;
const pollEveryMs = 50;

/** Starts it, writes down whose it is, and waits for the first write that it is told of. */
export const startOwnApplication = async (estate: Estate, state: string): Promise<Result<ProcessIdentity>> => {
  const log = join(estate.directory, 'log', 'application.log');
  const output = openSync(log, 'a', 0o600);
  const [script = ''] = process.argv.slice(1);
  const child = spawn(
    process.execPath,
    [...process.execArgv, script, 'lab', 'application', estate.run, '--state', state],
    {detached: true, cwd: '/', stdio: ['ignore', output, output]},
  );
  closeSync(output);
  // What cannot be started at all says so here, and has no number.
  child.on('error', () => undefined);
  child.unref();
  const own = child.pid === undefined ? null : identify(child.pid);
  if (own === null) {
    return fail(`the application of the lab does not start: ${lastLine(log)}`);
  }
  try {
    estate.keep(own);
  } catch (thrown) {
    process.kill(own.pid, 'SIGTERM');
    return fail(
      `the record of the lab cannot be written: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
  return untilItWrites(estate, own, log);
};

const untilItWrites = async (estate: Estate, own: ProcessIdentity, log: string): Promise<Result<ProcessIdentity>> => {
  for (
    const deadlineMs = performance.now() + writesWithinMs;
    performance.now() < deadlineMs;
    await delay(pollEveryMs)
  ) {
    if (readWrites(estate.directory).acknowledged.length > 0) {
      return succeed(own);
    }
    if (!isAlive(own)) {
      return fail(`the application of the lab ended at once: ${lastLine(log)}`);
    }
  }
  return fail(`the application of the lab was told of no write within ${writesWithinMs / 1000} s: ${lastLine(log)}`);
};

const lastLine = (log: string): string => {
  try {
    return readFileSync(log, 'utf8').trim().split('\n').at(-1) || 'it says nothing';
  } catch {
    return 'it says nothing';
  }
};
