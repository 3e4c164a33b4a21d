/** `lifeboat lab status` and `lifeboat lab down`: the labs that drills have left standing. */
import {printedJson} from '../../base/printed-json.ts';
import {isLabAlive, knownLabs} from '../../lab/known-labs.ts';
import type {LabRecord} from '../../lab/lab-record.ts';
import {reclaim} from '../../lab/reclaim.ts';
import {exitCodes} from '../exit-code.ts';
import {printRefusal} from '../refusal.ts';
import {openState, type StateOption, statePath} from '../state-place.ts';

export type LabOptions = StateOption & {readonly json?: boolean};

export const labStatusCommand = (options: LabOptions): number => {
  const state = statePath(options);
  if (!state.ok) {
    return printRefusal(state.reason);
  }
  const labs = knownLabs(state.value).map(lab => ({run: lab.run, directory: lab.directory, state: stateOf(lab)}));
  if (options.json) {
    process.stdout.write(`${printedJson(labs)}\n`);
    return exitCodes.done.code;
  }
  const lines = labs.map(lab => `${lab.run}  ${lab.directory}  ${stateWords[lab.state]}`);
  process.stdout.write(lines.length > 0 ? `${lines.join('\n')}\n` : 'There is no lab.\n');
  return exitCodes.done.code;
};

const stateWords = {
  running: 'its drill is running',
  kept: 'kept on purpose',
  left: 'left by an interrupted drill: lifeboat resume goes on in it, lifeboat lab down ends both',
} as const;

const stateOf = (lab: LabRecord): keyof typeof stateWords =>
  isLabAlive(lab) ? 'running' : lab.isKept ? 'kept' : 'left';

/** Takes down every lab that no program works in: those that were kept, and those of interrupted drills, which then cannot go on. */
export const labDownCommand = async (options: StateOption): Promise<number> => {
  const state = openState(options);
  if (!state.ok) {
    return printRefusal(state.reason);
  }
  const {removed, problems} = await reclaim(state.value, {takeKept: true});
  process.stdout.write(removed.length > 0 ? `${removed.join('\n')}\n` : 'There was no lab to take down.\n');
  for (const problem of problems) {
    process.stderr.write(`lifeboat: ${problem}\n`);
  }
  return problems.length > 0 ? exitCodes.failed.code : exitCodes.done.code;
};
