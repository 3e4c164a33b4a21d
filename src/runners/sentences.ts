/** Why a program did not do what it should, in one sentence for a person. */
import {constants} from 'node:os';
import {basename} from 'node:path';
import {formatDurationMs} from '../base/duration.ts';
import {isToolName, packageOf} from '../postgres/tools.ts';
import type {Ended, Refused} from './keeper-protocol.ts';
import {leftWords} from './survivors.ts';
import {tellingLine} from './telling-line.ts';

/** What a missing program is part of, where no table of ours has it, in the words of Debian and its relatives. */
const otherPackages: {readonly [program: string]: string} = {
  pg_dumpall: 'postgresql-client',
  pg_isready: 'postgresql-client',
  curl: 'curl',
  jq: 'jq',
  sudo: 'sudo',
};

/** Why a program was not started; in every case nothing of it has happened. */
export const whyRefused = (program: string, {code, cause}: Refused, cwd: string | undefined): string => {
  if (cause === 'cwd') {
    return `${program} was not started: its working directory ${cwd ?? ''} does not exist`;
  }
  if (cause === 'spool') {
    return code === 'ENOSPC'
      ? `${program} was not started: the disk that holds the run is full`
      : `${program} was not started: the files for its output could not be made in the run's directory (${code})`;
  }
  switch (code) {
    case 'ENOENT':
      return program.includes('/')
        ? `${program} does not exist, or the interpreter that its first line names does not`
        : `${program} was not found on the PATH; ${wayOut(program)}`;
    case 'EACCES':
      return `${program} may not be executed; check its permissions (or that it is a program at all)`;
    case 'E2BIG':
      return `${program} was not started: its arguments and environment are larger than the system allows`;
    case 'EAGAIN':
    case 'ENOMEM':
      return `${program} was not started: the system has no memory or no process to spare (${code})`;
    case 'ERR_INVALID_ARG_VALUE':
      return `${program} was not started: an argument or variable holds a NUL character`;
  }
  return `${program} was not started (${code})`;
};

/** Why a program could not be given a terminal of its own; nothing of it has happened. */
export const whyNoTerminal = (program: string, code: string): string =>
  code === 'ENOENT'
    ? `${basename(program)} was not started: the program script, which keeps a transcript of what asks at the terminal, was not found on the PATH; ${wayOut('script')}`
    : `${basename(program)} was not started: the program script, which keeps a transcript of what asks at the terminal, could not be started (${code})`;

/** Why the files that a program needs could not be made. */
export const whyNoFiles = (program: string, error: unknown): string =>
  `${basename(program)} was not started: its files could not be written (${error instanceof Error ? error.message : 'unknown'})`;

/** How far a program had come when its keeper died: the order not taken, taken perhaps, or the program seen to run. */
export type Stage = 'not-taken' | 'perhaps-started' | 'started';

/** What is known of a program whose keeper died. */
export const whyLost = (program: string, how: string, stage: Stage): string => {
  const name = basename(program);
  switch (stage) {
    case 'not-taken':
      return `${name} was not started: ${how} before it took the order`;
    case 'perhaps-started':
      return `${how} with the order for ${name}; whether it was started is not known`;
    case 'started':
      return `${how} while ${name} ran; whether it did its work is not known`;
  }
};

/** As a shell spells it: a signal counts from 128, so that `exit == 0` never holds by accident. */
export const exitCodeOf = ({exit, signal}: Ended): number => {
  const numbers: {readonly [name: string]: number | undefined} = constants.signals;
  return exit ?? 128 + (numbers[signal ?? ''] ?? 0);
};

const wayOut = (program: string): string => {
  const name = isToolName(program) ? packageOf(program, 'debian') : otherPackages[program];
  return name === undefined || name === null
    ? 'install it or give its full path'
    : `install it (package ${name} on Debian and Ubuntu) or give its full path`;
};

/** Why an ended program counts as failed; `undefined` when it ended with exit code 0. Secrets are hidden before: half of one would stay where it is cut. */
export const whyFailed = (
  program: string,
  ended: Ended,
  about: {readonly timeoutMs: number; readonly stderr: string},
): string | undefined => {
  const how = whyEnded(basename(program), ended, about);
  const left = leftWords(ended.left, ended.perhaps);
  return how === undefined && left === ''
    ? undefined
    : `${how ?? `${basename(program)} ended when it was asked to`}${left}`;
};

const whyEnded = (
  name: string,
  ended: Ended,
  about: {readonly timeoutMs: number; readonly stderr: string},
): string | undefined => {
  if (ended.timedOut) {
    return `${name} was stopped: it had not ended after ${formatDurationMs(about.timeoutMs)}`;
  }
  if (ended.exit === 0) {
    return undefined;
  }
  const told = tellingLine(about.stderr).slice(0, 300);
  const how = ended.exit === null ? `was ended by ${ended.signal}` : `ended with exit code ${ended.exit}`;
  return told === '' ? `${name} ${how}` : `${name} ${how}: ${told}`;
};
