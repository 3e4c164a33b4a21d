/** The programs that a runbook calls on this host, and whether every run comes by them: what must be installed before it is needed. */
import type {Action} from './action.ts';
import type {Drill, Probe, Runbook, Step} from './runbook.ts';
import {carriedBy} from './texts/program-carriers.ts';
import {innerBlocks} from './walk.ts';

export type CalledProgram = {
  /** As it is written: `pg_dump`, `/opt/bin/fence`. */
  readonly program: string;
  /** The words behind it, as they are written. */
  readonly words: readonly string[];
  /** The id of the step. */
  readonly step: string;
  /** No condition and no branch leads past it. */
  readonly isCertain: boolean;
  /** Somebody types into it, on a terminal of its own. */
  readonly isInteractive: boolean;
};

/** In a drill its answers say which branches are gone, and what is simulated calls nothing. */
export const calledPrograms = ({steps}: Pick<Runbook, 'steps'>, drill?: Drill): readonly CalledProgram[] =>
  inBlock(steps, {block: '', isCertain: true, drill});

type Place = {readonly block: string; readonly isCertain: boolean; readonly drill: Drill | undefined};

const inBlock = (steps: readonly Step[], place: Place): readonly CalledProgram[] =>
  steps.flatMap(step => {
    const within = {...place, isCertain: place.isCertain && step.when === undefined};
    return [...ofStep(step, within), ...insideStep(step, within)];
  });

const insideStep = (step: Step, place: Place): readonly CalledProgram[] => {
  const path = place.block === '' ? step.id : `${place.block}/${step.id}`;
  if (step.kind === 'include') {
    return inBlock(step.runbook.steps, {...place, block: path});
  }
  const answer = place.drill?.answers[step.id] ?? place.drill?.answers[path];
  return innerBlocks(step).flatMap(({branch, steps}) => {
    const isChoice = step.kind === 'decision';
    // Where an expression chooses, an answer is read by nobody.
    const isAnswered = isChoice && step.choose === undefined && answer !== undefined;
    if (isAnswered && answer !== branch) {
      return [];
    }
    const block = branch === undefined ? path : `${path}:${branch}`;
    return inBlock(steps, {...place, block, isCertain: place.isCertain && (!isChoice || isAnswered)});
  });
};

const ofStep = (step: Step, {isCertain, drill}: Place): readonly CalledProgram[] => {
  const behaviour = drill === undefined ? 'run' : step.drill.do;
  const at = {step: step.id, isCertain};
  switch (behaviour) {
    case 'simulate':
    case 'skip':
      return [];
    case 'instead':
      return step.drill.do === 'instead' ? ofAction(step.drill.action, at) : [];
    case 'run':
      return [
        ...('action' in step ? ofAction(step.action, at) : []),
        ...probesOf(step).flatMap(({action}) => ofAction(action, at)),
        ...(step.undo === undefined || step.undo.kind === 'instruction'
          ? []
          : ofAction(step.undo, {...at, isCertain: false})),
      ];
  }
};

const probesOf = (step: Step): readonly Probe[] => [
  ...step.requires,
  ...step.verify,
  ...step.doneWhen,
  ...(step.kind === 'check' ? [step.probe] : []),
  ...(step.kind === 'wait' && 'until' in step.wait ? [step.wait.until] : []),
];

const ofAction = (
  action: Action,
  at: {readonly step: string; readonly isCertain: boolean},
): readonly CalledProgram[] => {
  const isElsewhere = 'on' in action && action.on !== undefined;
  if (isElsewhere) {
    return [{...at, program: 'ssh', words: [], isInteractive: false}];
  }
  switch (action.kind) {
    case 'command': {
      const words = action.run.map(word => (typeof word === 'string' ? word : ''));
      return carriedPrograms(words).map(called => ({...at, ...called, isInteractive: action.interactive === true}));
    }
    case 'script': {
      const [program = '', ...words] = action.interpreter;
      return [{...at, program, words, isInteractive: false}];
    }
    case 'sql':
    case 'http':
    case 'notify':
      return [];
  }
};

/** `sudo -u postgres pg_ctl` is two programs; more than that in one another are a riddle. */
const programsMax = 8;

const carriedPrograms = (words: readonly string[]): readonly Pick<CalledProgram, 'program' | 'words'>[] => {
  const found: Pick<CalledProgram, 'program' | 'words'>[] = [];
  let next: {readonly program: string; readonly from: number} | undefined = {program: words[0] ?? '', from: 1};
  while (next !== undefined && found.length < programsMax) {
    const {program, from}: {readonly program: string; readonly from: number} = next;
    // What a value names is known only in the run, and what is in a container is not on this host.
    if (!program.includes('${') && program !== '') {
      found.push({program, words: words.slice(from)});
    }
    next = isOfHost(program) ? carriedBy(nameOf(program), words, from) : undefined;
  }
  return found;
};

const nameOf = (program: string): string => program.slice(program.lastIndexOf('/') + 1);

const isOfHost = (program: string): boolean =>
  /^(?:sudo|doas|env|nohup|nice|ionice|timeout|time|setsid|stdbuf|flock|runuser|setpriv|xargs|systemd-run)$/.test(
    nameOf(program),
  );
