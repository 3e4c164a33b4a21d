/** A PostgreSQL server as a process: made, started, stopped, and what its log says when it does not. */
import {readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../base/result.ts';
import {identify, isAlive, type ProcessIdentity, postmastersIn, serversIn, worksIn} from './process-identity.ts';
import type {ServerBinaries} from './server-binaries.ts';
import {runAs, type ServerUser} from './server-user.ts';
import {shellWord} from './shell-word.ts';

/** Programs, and the account that runs them. */
export type ServerTools = {readonly binaries: ServerBinaries; readonly user: ServerUser};

/** Makes an empty cluster that trusts whoever reaches its socket. Nothing is synced: it is thrown away. */
export const initCluster = async (
  {binaries, user}: ServerTools,
  dataDirectory: string,
  options: readonly string[] = [],
): Promise<Result<void>> => {
  const fixed = ['-D', dataDirectory, '-U', 'postgres', '-A', 'trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  const done = await runAs(user, [join(binaries.directory, 'initdb'), ...fixed, ...options], {timeoutMs: 120_000});
  return done.ok ? succeed(undefined) : fail(`initdb failed: ${complaint(done.reason.output)}`);
};

export type StartRequest = {
  readonly dataDirectory: string;
  /** Always a file: a server that inherits our pipe keeps it open, and we would wait for ever. */
  readonly logFile: string;
  /** Words for the command line of postgres. */
  readonly options: readonly string[];
  readonly timeoutMs?: number;
};

/** Starts and waits until it answers; when it dies, the reason is the last fatal line of its log. */
export const startServer = async (
  {binaries, user}: ServerTools,
  {dataDirectory, logFile, options, timeoutMs = 60_000}: StartRequest,
): Promise<Result<ProcessIdentity>> => {
  const words: string[] = [];
  for (const option of options) {
    // pg_ctl hands the options to a shell.
    const word = shellWord(option);
    if (!word.ok) {
      return word;
    }
    words.push(word.value);
  }

  const seconds = String(Math.ceil(timeoutMs / 1000));
  const said = statSync(logFile, {throwIfNoEntry: false})?.size ?? 0;
  const command = ['-D', dataDirectory, '-l', logFile, '-w', '-t', seconds, '-o', words.join(' '), 'start'];
  const done = await runAs(user, [join(binaries.directory, 'pg_ctl'), ...command], {timeoutMs: timeoutMs + 10_000});
  if (!done.ok) {
    return fail(fatalLine(logFile, said) ?? lastLine(done.reason.output));
  }

  const running = runningServer(dataDirectory);
  return running === null ? fail(fatalLine(logFile, said) ?? 'the server ended at once') : succeed(running);
};

/** Signals that a PostgreSQL server takes as shutdown requests (PostgreSQL manual, 19.5). */
const stopSignals = {fast: 'SIGINT', immediate: 'SIGQUIT'} as const;
const stopWithinMs = 60_000;
const pollEveryMs = 20;

/** Stops and waits for the end, also of what a killed server left behind; nothing to stop is fine too. */
export const stopServer = async (
  dataDirectory: string,
  mode: keyof typeof stopSignals = 'fast',
  withinMs = stopWithinMs,
): Promise<Result<void>> => {
  // In a container it has another number there than here.
  const running = runningServer(dataDirectory) ?? postmastersIn(dataDirectory)?.[0] ?? null;
  const ended = running === null ? succeed(undefined) : await endProcess(running, stopSignals[mode], withinMs);
  if (!ended.ok) {
    return fail(`the server in ${dataDirectory} does not stop: ${ended.reason}`);
  }

  // The children of a server that was killed go by themselves, but not at once, and still write until then.
  for (const orphan of serversIn(dataDirectory) ?? []) {
    const gone = await endProcess(orphan, 'SIGQUIT', stopWithinMs);
    if (!gone.ok) {
      return fail(`a process of the server in ${dataDirectory} does not stop: ${gone.reason}`);
    }
  }
  return succeed(undefined);
};

// Not pg_ctl: it waits for ever for a server that has ended and that no parent collects.
const endProcess = async (
  running: ProcessIdentity,
  signal: NodeJS.Signals,
  withinMs: number,
): Promise<Result<void>> => {
  try {
    process.kill(running.pid, signal);
  } catch (thrown) {
    if (isAlive(running)) {
      return fail(thrown instanceof Error ? thrown.message : String(thrown));
    }
  }
  for (const deadlineMs = performance.now() + withinMs; isAlive(running); ) {
    if (performance.now() > deadlineMs) {
      return fail(`process ${running.pid} is still there after ${withinMs / 1000} s`);
    }
    await delay(pollEveryMs);
  }
  return succeed(undefined);
};

/** The server that postmaster.pid names, if it lives and really works in this directory: the number may be another's by now. */
export const runningServer = (dataDirectory: string): ProcessIdentity | null => {
  const file = read(join(dataDirectory, 'postmaster.pid'));
  const pid = Number(file?.split('\n')[0]);
  return file === null || !Number.isInteger(pid) || pid <= 1 || !worksIn(pid, dataDirectory) ? null : identify(pid);
};

/** Also fatal, but only for whoever knocked while the server was going down for another reason. */
const toldToClients =
  /the database system is |terminating (connection|background worker)|remaining connection slots|canceling authentication/;

/** Before it has a log with times and words for how bad it is, it says its name: its configuration is not there. */
const isFatal = /\b(FATAL|PANIC):|^postgres: /;

/** The last fatal line of a log from a byte on, with what the server says about it, in one sentence. */
export const fatalLine = (logFile: string, fromByte = 0): string | null => {
  const lines = textFrom(logFile, fromByte).split('\n');
  const last = lines.findLastIndex(line => isFatal.test(line) && !toldToClients.test(line));
  if (last === -1) {
    return null;
  }
  const more = lines.slice(last + 1, last + 4).filter(line => /\b(DETAIL|HINT):/.test(line));
  // What is wrong with a configuration file stands before the line that only says that something is.
  const why = /contains errors/.test(lines[last] ?? '') ? lines.slice(Math.max(0, last - 1), last) : [];
  return [...why, lines[last] ?? '', ...more]
    .map(line => line.replace(/^.*?\b(LOG|FATAL|PANIC|DETAIL|HINT):\s*|^postgres: /, ''))
    .join('; ');
};

/** What went wrong stands before what initdb then clears away. */
const complaint = (output: string): string =>
  output
    .split('\n')
    .findLast(line => /\b(error|FATAL|PANIC): /.test(line) && !/exited with/.test(line))
    ?.trim() ?? lastLine(output);

const lastLine = (output: string): string => output.trim().split('\n').at(-1) ?? '';

/** A log that an earlier server wrote to as well is read from where this one began. */
const textFrom = (path: string, fromByte: number): string => {
  try {
    return readFileSync(path).subarray(fromByte).toString('utf8');
  } catch {
    return '';
  }
};

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};
