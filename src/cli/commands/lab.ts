/** `lifeboat lab status` and `lifeboat lab down`: the labs that stand, by themselves or left by drills. */
import {printedJson} from '../../base/printed-json.ts';
import {isLabAlive, isNamed, knownLabs} from '../../lab/known-labs.ts';
import type {LabRecord} from '../../lab/lab-record.ts';
import {lookAtLab} from '../../lab/lab-status.ts';
import {reclaim} from '../../lab/reclaim.ts';
import {exitCodes} from '../exit-code.ts';
import {labLines} from '../lab-lines.ts';
import {printLines} from '../print-lines.ts';
import {printRefusal} from '../refusal.ts';
import {openState, type StateOption, statePath} from '../state-place.ts';

export type LabOptions = StateOption & {readonly json?: boolean};

export const labStatusCommand = async (options: LabOptions): Promise<number> => {
  const state = statePath(options);
  if (!state.ok) {
    return printRefusal(state.reason);
  }
  const labs = await Promise.all(
    knownLabs(state.value).map(async lab => ({
      run: lab.run,
      directory: lab.directory,
      state: stateOf(lab),
      ...(await lookAtLab(lab)),
    })),
  );
  if (options.json) {
    process.stdout.write(`${printedJson(labs)}\n`);
    return exitCodes.done.code;
  }
  const nowMs = Date.now();
  const lines = labs.flatMap(lab => [
    `${lab.run}  ${lab.directory}  ${stateWords[lab.state]}`,
    ...labLines(lab, nowMs),
  ]);
  printLines(lines.length > 0 ? lines : ['There is no lab.']);
  return exitCodes.done.code;
};

const stateWords = {
  running: 'a program works in it: its drill, or lab up that still builds it',
  kept: 'kept on purpose',
  up: 'stands by itself',
  left: 'left by an interrupted drill: lifeboat resume goes on in it, lifeboat lab down ends both',
} as const;

const stateOf = (lab: LabRecord): keyof typeof stateWords =>
  isLabAlive(lab) ? 'running' : lab.application ? 'up' : lab.isKept ? 'kept' : 'left';

/**
 * Takes down every lab that no program works in, or the one that is named: those that were kept, and those of interrupted
 * drills, which then cannot go on.
 */
export const labDownCommand = async (wanted: string | undefined, options: StateOption): Promise<number> => {
  const state = openState(options);
  if (!state.ok) {
    return printRefusal(state.reason);
  }
  const meant = knownLabs(state.value).filter(isNamed(wanted ?? ''));
  const [only] = meant;
  if (wanted !== undefined && (only === undefined || meant.length > 1)) {
    return printRefusal({
      exit: 'usage',
      message: only === undefined ? `There is no lab "${wanted}".` : `Several labs are called "${wanted}".`,
      hint: 'See which there are with: lifeboat lab status',
    });
  }
  const {removed, problems} = await reclaim(state.value, {
    takeKept: true,
    ...(wanted !== undefined && only !== undefined && {only: only.run}),
  });
  const busy = (wanted === undefined ? knownLabs(state.value) : meant).filter(isLabAlive);
  printLines([
    ...(removed.length > 0 ? removed : busy.length > 0 ? [] : ['There was no lab to take down.']),
    ...busy.map(({run, directory}) => `${directory} stays: ${run} works in it.`),
  ]);
  for (const problem of problems) {
    process.stderr.write(`lifeboat: ${problem}\n`);
  }
  return problems.length > 0 ? exitCodes.failed.code : exitCodes.done.code;
};
