/** A primary that is lost, with or without its files: what both faults have in common. */
import {rmSync} from 'node:fs';
import {parseDurationMs} from '../../../base/duration.ts';
import {fail, type Result, succeed} from '../../../base/result.ts';
import type {Damage} from '../../damage.ts';
import type {Estate} from '../../estate.ts';
import type {Fault, FaultParameter, PreparedFault} from '../../fault.ts';
import {readParameters} from '../fault-parameters.ts';
import {noRowsLost} from '../no-rows-lost.ts';
import {killServer} from './kill-server.ts';
import {atLastMoment} from './last-moment.ts';
import {noService} from './no-service.ts';

export const behind: FaultParameter = {
  summary: 'for how long before the end nothing reaches the standby, such as `2s`; by default it has every write',
  isNeeded: false,
};

/** Longer than anybody waits for a lab to be broken. */
const behindMaxMs = 60_000;

type Losing = {readonly fault: Fault; readonly given: unknown; readonly removesDirectory: boolean};

export const losePrimary = async (
  estate: Estate,
  {fault, given, removesDirectory}: Losing,
): Promise<Result<PreparedFault>> => {
  const wanted = readParameters(fault, given);
  const behindMs = wanted.ok ? readBehind(wanted.value.behind) : wanted;
  if (!behindMs.ok) {
    return behindMs;
  }
  return succeed({
    summary: removesDirectory
      ? 'kill the server of the primary and remove its data directory'
      : 'kill the server of the primary',
    symptom: () => noService(estate),
    inject: () => inject(estate, {fault: fault.name, behindMs: behindMs.value, removesDirectory}),
  });
};

const readBehind = (text: string | undefined): Result<number> => {
  const parsed = text === undefined ? succeed(0) : parseDurationMs(text);
  return !parsed.ok || parsed.value <= behindMaxMs
    ? parsed
    : fail(`the parameter "behind" is ${text}; say at most ${behindMaxMs / 1000} s`);
};

type Inject = {readonly fault: string; readonly behindMs: number; readonly removesDirectory: boolean};

const inject = async (estate: Estate, {fault, behindMs, removesDirectory}: Inject): Promise<Result<Damage>> => {
  const {dataDirectory} = estate;
  const ended = await atLastMoment(estate, {
    behindMs,
    end: async () => {
      const killed = await killServer(dataDirectory);
      return killed.ok && removesDirectory ? removed(dataDirectory) : killed;
    },
  });
  if (!ended.ok) {
    return fail(`the fault could not be injected: ${ended.reason}`);
  }
  const {before, atMs, timeline, heldBy} = ended.value;
  return succeed(noRowsLost(fault, {before, atMs, detail: {timeline, held_by: heldBy}}));
};

const removed = (directory: string): Result<void> => {
  try {
    return succeed(rmSync(directory, {recursive: true, force: true}));
  } catch (thrown) {
    return fail(`${directory} cannot be removed: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};
