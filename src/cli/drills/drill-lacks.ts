/** What a drill lacks, said before its lab is built: a fault that the lab does not know, a program that is not on this host. */

import type {Failure} from '../../base/result.ts';
import {didYouMean} from '../../diagnostics/nearest.ts';
import {faults, findFault} from '../../lab/faults.ts';
import type {Drill} from '../../runbook/runbook.ts';
import {type Refusal, refuse, together} from '../refusal.ts';
import {missingPrograms, toolsOfDrill} from '../tools/runbook-tools.ts';
import type {Drillable} from './find-drill.ts';

/** All of it as one refusal; nothing where the drill can begin. Of the programs only those are looked for that may be missing. */
export const drillLacks = async (
  {catalogued, named}: Drillable,
  mayBeMissing: (program: string) => boolean = () => true,
): Promise<Refusal | undefined> => {
  const {runbook} = catalogued;
  const fault = lackOfFault(runbook.id, named.drill);
  if (fault !== undefined) {
    return fault.reason;
  }
  const needed = toolsOfDrill(runbook, named.drill).filter(({program}) => mayBeMissing(program));
  const [first, ...others] = (await missingPrograms(needed)).map(
    ({sentence, install}): Refusal => ({exit: 'usage', message: `${sentence}.`, hint: `${capital(install)}.`}),
  );
  return first === undefined ? undefined : together([first, ...others]).reason;
};

/** Which of the programs that several drills need are not here: each is looked for once. */
export const programsMissing = async (drills: readonly Drillable[]): Promise<ReadonlySet<string>> => {
  const needed = drills.flatMap(({catalogued, named}) => toolsOfDrill(catalogued.runbook, named.drill));
  const each = new Map(needed.filter(({isMust}) => isMust).map(one => [one.program, one]));
  return new Set((await missingPrograms([...each.values()])).map(({program}) => program));
};

/** At a table nothing is broken. */
const lackOfFault = (id: string, {lab, fault}: Drill): Failure<Refusal> | undefined => {
  if (lab === 'none') {
    return undefined;
  }
  const known = Object.keys(faults);
  const lack = findFault(fault?.name ?? '')?.needs?.lack() ?? null;
  if (lack !== null) {
    return refuse('usage', `${capital(lack)}.`);
  }
  if (fault === undefined) {
    const hint = `Say under drill.fault what is broken: ${known.join(', ')}.`;
    return refuse('invalid', `The drill block of ${id} names no fault, so there is nothing to cure.`, hint);
  }
  return known.includes(fault.name)
    ? undefined
    : refuse(
        'invalid',
        `The lab knows no fault "${fault.name}", which the drill of ${id} names.`,
        didYouMean(fault.name, known) ?? `It knows ${known.join(', ')}.`,
      );
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
