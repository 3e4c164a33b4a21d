/** Every tool of the table, and every other program that a runbook calls: where it is, what needs it, how to install it. */
import {type findTool, findTools, howToInstall} from '../../postgres/find-tool.ts';
import {isToolName, type Tool, tools} from '../../postgres/tools.ts';
import type {Caller, Health, ToolReport} from '../../report/doctor/doctor.ts';
import {isPressing} from '../../report/doctor/doctor-lines.ts';
import {drillsOf} from '../../runbook/drill-variants.ts';
import {knownRunbooks, readRunbook} from '../catalog.ts';
import {type NeededProgram, placeOf, toolsOfDrill, toolsOfRunbook} from '../tools/runbook-tools.ts';
import {type Need, needsOfCommands, needsOfDrivers, needsOfFaults, needsOfLabNames} from '../tools/tool-needs.ts';

type Called = {readonly program: string; readonly by: Caller};

export const lookAtTools = async (): Promise<readonly ToolReport[]> => {
  const byProgram = Map.groupBy([...ofTables(), ...ofRunbooks()], ({program}) => program);
  const callersOf = (program: string): readonly Caller[] => together((byProgram.get(program) ?? []).map(({by}) => by));
  const others = [...byProgram.keys()].filter(program => !isToolName(program)).sort();
  const known: readonly Tool[] = Object.values(tools);
  const found = await findTools(known.map(({name}) => name));
  return [
    ...known.flatMap((tool, at) => (found[at] ? [reportOf(tool, found[at], callersOf(tool.name))] : [])),
    ...others.map(program => otherProgram(program, callersOf(program))),
  ];
};

const ofTables = (): readonly Called[] =>
  (
    [
      ['command', needsOfCommands],
      ['driver', needsOfDrivers],
      ['fault', needsOfFaults],
      ['lab', needsOfLabNames],
    ] as const
  ).flatMap(([kind, table]) =>
    Object.entries(table).flatMap(([name, needs]: readonly [string, readonly Need[]]) =>
      needs.map(({tool, isMust}): Called => ({program: tool, by: {kind, name, isMust}})),
    ),
  );

/** One with errors calls nothing: the home screen and the linter say so. */
const ofRunbooks = (): readonly Called[] =>
  knownRunbooks().flatMap(({path}) => {
    const read = readRunbook(path);
    if (!read.ok) {
      return [];
    }
    const {runbook} = read.value;
    return [
      ...toolsOfRunbook(runbook).map(needed => calledBy(needed, 'runbook', runbook.id)),
      ...drillsOf(runbook).flatMap(({drill, variant}) =>
        toolsOfDrill(runbook, drill).map(needed =>
          calledBy(needed, 'drill', variant === undefined ? runbook.id : `${runbook.id}:${variant}`),
        ),
      ),
    ];
  });

const calledBy = ({program, isMust}: NeededProgram, kind: 'runbook' | 'drill', name: string): Called => ({
  program,
  by: {kind, name, isMust},
});

/** What a runbook needs in an incident its drills need as well: once is enough. */
const together = (callers: readonly Caller[]): readonly Caller[] => {
  const own = new Map(callers.flatMap(({kind, name, isMust}) => (kind === 'runbook' ? [[name, isMust]] : [])));
  const kept = callers.filter(({kind, name, isMust}) => {
    const inIncident = kind === 'drill' ? own.get(name.replace(/:.*/, '')) : undefined;
    return inIncident === undefined || (isMust && !inIncident);
  });
  return [...new Map(kept.map(caller => [`${caller.kind} ${caller.name}`, caller])).values()];
};

const reportOf = (
  {name, what, without}: Tool,
  found: Awaited<ReturnType<typeof findTool>>,
  neededBy: readonly Caller[],
): ToolReport => {
  const always = {name, what, without, neededBy};
  return found.ok
    ? {
        ...always,
        path: found.value.path,
        version: found.value.version,
        health: 'good',
        why: null,
        install: howToInstall(name),
      }
    : {
        ...always,
        path: null,
        version: null,
        health: healthWithout(neededBy),
        why: found.reason.sentence,
        install: found.reason.install,
      };
};

const otherProgram = (name: string, neededBy: readonly Caller[]): ToolReport => {
  const path = placeOf(name);
  return {
    name,
    path,
    version: null,
    health: path === null ? healthWithout(neededBy) : 'good',
    why: null,
    what: null,
    without: null,
    install: `install ${name}, or give its full path in the runbook`,
    neededBy,
  };
};

const healthWithout = (neededBy: readonly Caller[]): Health => (neededBy.some(isPressing) ? 'bad' : 'note');
