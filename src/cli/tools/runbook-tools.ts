/** Which tools a runbook needs, in an incident and in its drill, and which of them are not here. */
import {findTool} from '../../postgres/find-tool.ts';
import {findProgram, isExecutable} from '../../postgres/server-user.ts';
import {isToolName} from '../../postgres/tools.ts';
import {type CalledProgram, calledPrograms} from '../../runbook/called-programs.ts';
import {mentionedLabNames} from '../../runbook/lab-mentions.ts';
import type {Drill, Runbook} from '../../runbook/runbook.ts';
import {type Need, needsOfCommands, needsOfDrivers, needsOfFaults, needsOfLabNames} from './tool-needs.ts';

export type NeededProgram = {
  /** A tool of the table, or another program as the runbook writes it. */
  readonly program: string;
  readonly isMust: boolean;
  /** What needs it: `step restore_beside`, `the fault full_disk`. */
  readonly by: readonly string[];
};

/** What is not here, in a sentence with the way out. */
export type MissingProgram = {readonly program: string; readonly sentence: string; readonly install: string};

/** What it calls when it is run for an incident; each program once. */
export const toolsOfRunbook = (runbook: Runbook): readonly NeededProgram[] =>
  together(calledPrograms(runbook).flatMap(needed));

/** What its drill calls: the lab, the fault, the names of the lab, and the steps that the drill goes. */
export const toolsOfDrill = (runbook: Runbook, drill: Drill): readonly NeededProgram[] => {
  const {fault, lab} = drill;
  // At a table nothing is built, broken or called.
  if (lab === 'none') {
    return [];
  }
  const ofLab = asNeeded(needsOfCommands.drill, 'the lab');
  const ofFault = fault === undefined ? [] : asNeeded(needsIn(needsOfFaults, fault.name), `the fault ${fault.name}`);
  const ofNames = [...mentionedLabNames(drill, runbook.steps)].flatMap(name =>
    asNeeded(needsIn(needsOfLabNames, name), `lab.${name}`),
  );
  const ofDataset = drill.dataset.name === 'sql' ? [{program: 'psql', isMust: false, by: ['its dataset']}] : [];
  const ofSteps = calledPrograms(runbook, drill).flatMap(needed);
  return together([...ofLab, ...ofFault, ...ofNames, ...ofDataset, ...ofSteps]);
};

/** Those without which it does not go that are not here, in the order in which they are needed. */
export const missingPrograms = async (programs: readonly NeededProgram[]): Promise<readonly MissingProgram[]> => {
  const looked = await Promise.all(programs.filter(({isMust}) => isMust).map(lookFor));
  return looked.flatMap(one => one ?? []);
};

/** Where a program is that is no tool of the table; null where it is nowhere. */
export const placeOf = (program: string): string | null =>
  program.includes('/') ? (isExecutable(program) ? program : null) : findProgram(program);

const lookFor = async ({program, by}: NeededProgram): Promise<MissingProgram | undefined> => {
  const neededBy = `${by.join(', ')} ${by.length === 1 ? 'needs' : 'need'} it`;
  if (isToolName(program)) {
    const found = await findTool(program);
    return found.ok
      ? undefined
      : {program, sentence: `${found.reason.sentence}; ${neededBy}`, install: found.reason.install};
  }
  return placeOf(program) === null
    ? {program, sentence: `${program} is not here; ${neededBy}`, install: `install ${program}, or give its full path`}
    : undefined;
};

const asNeeded = (needs: readonly Need[] | undefined, by: string): readonly NeededProgram[] =>
  (needs ?? []).map(({tool, isMust}) => ({program: tool, isMust, by: [by]}));

/** Of Lifeboat itself what its commands call; of a path the tool that stands there. */
const needed = ({program, words, step, isCertain, isInteractive}: CalledProgram): readonly NeededProgram[] => {
  const by = `step ${step}`;
  const transcript = isInteractive ? [{program: 'script', isMust: isCertain, by: [by]}] : [];
  if (program !== 'lifeboat') {
    // Where a path leads that begins nowhere is known only in the run.
    const isKnown = program.startsWith('/') || !program.includes('/');
    return [...(isKnown ? [{program, isMust: isCertain, by: [by]}] : []), ...transcript];
  }
  const [first = '', second = ''] = words;
  const needs = [
    ...needsIn(needsOfCommands, `${first} ${second}`),
    ...needsIn(needsOfCommands, first),
    ...needsIn(needsOfDrivers, driverIn(words)),
  ];
  return [...asNeeded(needs, by).map(one => ({...one, isMust: one.isMust && isCertain})), ...transcript];
};

/** `--driver=pg_dump`, `--driver pg_dump`; none where a value says it. */
const driverIn = (words: readonly string[]): string => {
  const at = words.findIndex(word => /^--driver(?:=|$)/.test(word));
  return at === -1 ? '' : (words[at]?.split('=')[1] ?? words[at + 1] ?? '');
};

/** What a runbook names may be anything, also what every object has. */
const needsIn = (table: {readonly [name: string]: readonly Need[]}, name: string): readonly Need[] =>
  (Object.hasOwn(table, name) ? table[name] : undefined) ?? [];

const together = (all: readonly NeededProgram[]): readonly NeededProgram[] =>
  [...Map.groupBy(all, ({program}) => program)].map(([program, same]) => ({
    program,
    isMust: same.some(({isMust}) => isMust),
    by: [...new Set(same.flatMap(({by}) => by))],
  }));
