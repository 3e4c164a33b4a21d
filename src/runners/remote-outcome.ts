/** What came of a program on another host: ssh's own exit code is told apart from the program's. */
import {basename} from 'node:path';
import {formatDurationMs} from '../base/duration.ts';
import type {Performed} from '../engine/actions/runner.ts';
import type {Ended, Refused} from './keeper-protocol.ts';
import type {Printed} from './output.ts';
import type {Program} from './program.ts';
import type {RemoteSeen} from './remote-marks.ts';
import {whyFailed, whyRefused} from './sentences.ts';
import {tellingLine} from './telling-line.ts';

type Came = Pick<Performed, 'certain'> & {readonly reason?: string; readonly exit?: number};

/** From what the far end said in between; without its last word nobody knows, once the client had logged in. */
export const remoteOutcome = (
  {program, timeoutMs}: {readonly program: Program; readonly timeoutMs: number},
  outcome: Ended | Refused,
  {remote: seen = nothingSeen, openStderr}: Pick<Printed, 'remote' | 'openStderr'>,
): Came => {
  const {on = '', cwd = ''} = program.remote ?? {};
  const name = `${basename(program.name ?? '')} on ${on}`;
  if (outcome.type === 'refused') {
    return {reason: whyRefused('ssh', outcome, undefined), certain: true};
  }
  if (seen.refused !== undefined) {
    return {reason: `${name} was not started: ${whyNotThere(seen.refused, cwd)}`, certain: true};
  }
  const about = {timeoutMs, stderr: openStderr};
  if (seen.exit !== undefined) {
    const reason = whyFailed(name, {...outcome, exit: seen.exit, signal: null, timedOut: false}, about);
    return {certain: true, exit: seen.exit, ...(reason !== undefined && {reason})};
  }
  if (outcome.timedOut) {
    // The connection is cut first, and what runs there ends by that.
    return seen.isConnected
      ? {
          reason: `${name} had not ended after ${formatDurationMs(timeoutMs)}; it is being ended there, which may take ${endingThereS} s`,
          certain: false,
        }
      : {reason: whyFailed(name, outcome, about) ?? '', certain: true};
  }
  const said = tellingLine(openStderr).slice(0, 300);
  const words = said === '' ? '' : ` (${said})`;
  if (!seen.isConnected) {
    return {reason: `${name} was not started: ssh did not get there${words}`, certain: true};
  }
  return {
    reason: seen.hasBegun
      ? `the connection to ${on} broke while ${basename(program.name ?? '')} ran; whether it did its work is not known${words}`
      : `the connection to ${on} broke before ${basename(program.name ?? '')} was seen to start; whether it did is not known${words}`,
    certain: false,
  };
};

/** The watcher looks once a second, asks the program to end, and ends it five seconds later. */
const endingThereS = 7;

const nothingSeen: RemoteSeen = {isConnected: false, hasBegun: false};

const whyNotThere = (cause: string, cwd: string): string => {
  switch (cause) {
    case 'cwd':
      return `its working directory ${cwd} does not exist there`;
    case 'program':
      return 'it was not found there; install it or give its full path';
  }
  return 'its files could not be written there';
};
