/** The server of a data directory as it is found there, running, stopped or killed: who it is, and how it was started. */
import {readFileSync, readlinkSync, statSync} from 'node:fs';
import {join} from 'node:path';
import type {ProcessIdentity} from './process-identity.ts';
import {runningServer} from './server.ts';
import {type ServerWords, wordsOfOptsFile, wordsOfProcess} from './server-words.ts';

export type FoundServer = {
  /** Null where none runs. */
  readonly process: ProcessIdentity | null;
  /** When the last one was started, in whole seconds of the wall clock; null where nothing says so. */
  readonly startedAtMs: number | null;
  /** `ready` once it takes connections and recovery is over, `standby` before; null where none runs. */
  readonly status: string | null;
  /** How it was started; null where nothing says so. */
  readonly words: ServerWords | null;
  /** The file that it writes to as long as it collects no logs itself; null where it is none, or not known. */
  readonly logFile: string | null;
  /** Directory of its socket, and its port; null where nothing says so. */
  readonly socket: {readonly directory: string; readonly port: number} | null;
};

/** Looks at postmaster.pid, postmaster.opts and the process itself. Never fails: what cannot be seen is null. */
export const findServer = (dataDirectory: string): FoundServer => {
  const running = runningServer(dataDirectory);
  // Lines as in miscadmin.h: number, directory, start time in seconds, port, socket directory, address, memory, status.
  const lines = (read(join(dataDirectory, 'postmaster.pid')) ?? '').split('\n');
  const [, , started = '', port = '', directory = '', , , status = ''] = lines;
  const commandLine = running === null ? null : read(`/proc/${running.pid}/cmdline`);
  const opts = read(join(dataDirectory, 'postmaster.opts'));
  return {
    process: running,
    startedAtMs: /^\d+$/.test(started) ? Number(started) * 1000 : null,
    status: running === null ? null : status.trim(),
    words:
      (commandLine === null ? null : wordsOfProcess(commandLine, dataDirectory)) ??
      (opts === null ? null : wordsOfOptsFile(opts, dataDirectory)),
    logFile: running === null ? null : logOf(running.pid),
    socket: directory.startsWith('/') && /^\d+$/.test(port) ? {directory, port: Number(port)} : null,
  };
};

const logOf = (pid: number): string | null => {
  try {
    const path = readlinkSync(`/proc/${pid}/fd/2`);
    return statSync(path).isFile() ? path : null;
  } catch {
    return null;
  }
};

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};
