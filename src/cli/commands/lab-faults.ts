/** `lifeboat lab faults` and `lifeboat lab break`: what a lab can be broken with, and one that stands broken by it. */
import {printedJson} from '../../base/printed-json.ts';
import {type Result, succeed} from '../../base/result.ts';
import {nearest} from '../../diagnostics/nearest.ts';
import {type Broken, breakPrepared} from '../../lab/break-lab.ts';
import type {Estate} from '../../lab/estate.ts';
import type {Fault} from '../../lab/fault.ts';
import {checkFault, faults, prepareFault} from '../../lab/faults.ts';
import {openStanding} from '../../lab/open-standing.ts';
import {keepDamage} from '../../lab/truth.ts';
import {exitCodes} from '../exit-code.ts';
import {parseSettings} from '../inputs.ts';
import {labProgress} from '../lab-progress.ts';
import {printLines} from '../print-lines.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import {openState, type StateOption} from '../state-place.ts';

export const labFaultsCommand = ({json}: {readonly json?: boolean}): number => {
  const known = Object.values<Fault>(faults).map(({name, summary, parameters, needs}) => ({
    name,
    summary,
    parameters: Object.entries(parameters).map(([parameter, {summary: meaning, isNeeded}]) => ({
      name: parameter,
      summary: meaning,
      needed: isNeeded,
    })),
    needs: needs?.summary ?? null,
    lack: needs?.lack() ?? null,
  }));
  if (json === true) {
    process.stdout.write(`${printedJson(known)}\n`);
    return exitCodes.done.code;
  }
  printLines(
    known.flatMap(({name, summary, parameters, needs, lack}) => [
      `${name}: ${summary}`,
      ...parameters.map(one => `  ${one.name}${one.needed ? '' : ' (optional)'}: ${one.summary}`),
      ...(needs === null ? [] : [`  It needs ${needs}${lack === null ? ', which is here.' : ', which is not here.'}`]),
    ]),
  );
  return exitCodes.done.code;
};

export type LabBreakOptions = StateOption & {
  readonly set: readonly string[];
  readonly lab?: string;
  readonly json?: boolean;
};

export const labBreakCommand = async (fault: string, options: LabBreakOptions): Promise<number> => {
  const done = await breakStanding(fault, options);
  if (!done.ok) {
    return printRefusal(done.reason);
  }
  const {estate, broken} = done.value;
  const {damage, summary, symptom} = broken;
  const {transaction = null, committedAt, rowsLost, detail = null} = damage;
  if (options.json) {
    const {run} = estate;
    process.stdout.write(
      `${printedJson({run, fault, summary, symptom, transaction, committedAt, rowsLost, detail})}\n`,
    );
    return exitCodes.done.code;
  }
  printLines([
    `The lab ${estate.run} is broken: ${symptom}.`,
    transaction === null
      ? `It happened at ${committedAt}.`
      : `It happened in transaction ${transaction}, which committed at ${committedAt}.`,
  ]);
  return exitCodes.done.code;
};

const breakStanding = async (
  fault: string,
  options: LabBreakOptions,
): Promise<Result<{readonly estate: Estate; readonly broken: Broken}, Refusal>> => {
  const settings = parseSettings(options.set);
  const state = openState(options);
  if (!settings.ok) {
    return settings;
  }
  if (!state.ok) {
    return state;
  }
  const written = {[fault]: settings.value};
  const checked = checkFault(written);
  if (!checked.ok) {
    const meant = nearest(fault, Object.keys(faults));
    const hint = 'See what there is with: lifeboat lab faults';
    return refuse(
      'usage',
      sentence(checked.reason),
      meant === undefined || meant === fault ? hint : `Did you mean ${meant}? ${hint}`,
    );
  }
  const estate = await openStanding(state.value, options.lab);
  if (!estate.ok) {
    return refuse('usage', estate.reason);
  }
  const prepared = await prepareFault(estate.value, written);
  if (!prepared.ok) {
    return refuse('usage', sentence(prepared.reason), 'Nothing is broken. See what it takes with: lifeboat lab faults');
  }
  const broken = await breakPrepared(
    prepared.value,
    options.json ? undefined : labProgress({face: 'plain', title: ''}),
  );
  if (!broken.ok) {
    return refuse('failed', sentence(broken.reason));
  }
  keepDamage(estate.value.directory, broken.value.damage);
  return succeed({estate: estate.value, broken: broken.value});
};

const sentence = (reason: string): string => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
