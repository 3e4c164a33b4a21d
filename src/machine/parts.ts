/** The parts of a runbook that a drill can exercise: steps, branches, ways back, ways of failures; and what each does, apart from its words. */
import {branchPart, failurePart, type PartName, stepPart, undoPart} from '../run/exercise.ts';
import {type Path, stepPath} from '../run/path.ts';
import type {OnFailure, Runbook, Step} from '../runbook/runbook.ts';
import {innerBlocks} from '../runbook/walk.ts';

export type RunbookPart = {
  readonly name: PartName;
  readonly kind: 'step' | 'branch' | 'undo' | 'failure';
  readonly path: Path;
  readonly title: string;
  /** A drill says so itself: it simulates the step, skips it, or does something else instead. */
  readonly drill: 'run' | 'simulate' | 'skip' | 'instead';
  /** What it does, as data: where that is the same, what was exercised still holds. */
  readonly does: unknown;
};

/** In the order of the page. */
export const runbookParts = ({steps}: Pick<Runbook, 'steps'>): readonly RunbookPart[] => partsIn(steps, '');

const partsIn = (steps: readonly Step[], block: string): readonly RunbookPart[] =>
  steps.flatMap(step => {
    const path = stepPath(block, step.id);
    const inside =
      step.kind === 'include'
        ? partsIn(step.runbook.steps, path)
        : innerBlocks(step).flatMap(({branch, steps: inner}) => [
            ...(branch !== undefined && step.kind === 'decision' ? [branchOf(step, path, branch)] : []),
            ...partsIn(inner, branch === undefined ? path : `${path}:${branch}`),
          ]);
    return [...ownParts(step, path), ...inside];
  });

type Decision = Extract<Step, {readonly kind: 'decision'}>;

const branchOf = (step: Decision, path: Path, name: string): RunbookPart => {
  const branch = step.branches.find(one => one.name === name);
  return {
    name: branchPart(path, name),
    kind: 'branch',
    path: `${path}:${name}`,
    title: `${step.title}: ${branch?.title ?? name}`,
    drill: 'run',
    does: {
      choose: step.choose,
      when: step.when,
      goto: branch?.goto,
      end: branch?.end,
      outputs: branch?.outputs,
    },
  };
};

const ownParts = (step: Step, path: Path): readonly RunbookPart[] => {
  const {title, drill, undo} = step;
  const way = wayOf(step);
  const isWork = step.shape !== 'group' && step.shape !== 'instant';
  return [
    ...(isWork
      ? [{name: stepPart(path), kind: 'step', path, title, drill: drill.do, does: workOf(step)} satisfies RunbookPart]
      : []),
    ...(undo === undefined
      ? []
      : [
          {
            name: undoPart(path),
            kind: 'undo',
            path,
            title: `Undo of "${title}"`,
            drill: drill.do === 'run' ? 'run' : drill.do,
            does: undo,
          } satisfies RunbookPart,
        ]),
    ...(way === undefined
      ? []
      : [
          {
            name: failurePart(path),
            kind: 'failure',
            path,
            title: `When "${title}" fails: ${wayWords(way)}`,
            drill: 'run',
            does: way,
          } satisfies RunbookPart,
        ]),
  ];
};

type Way = Exclude<OnFailure, {readonly do: 'hold'}>;

/** To hold is what happens anyway; only another way is one that somebody has to see once. */
const wayOf = (step: Step): Way | undefined => {
  const said = step.kind === 'approval' ? step.onNoGo : step.kind === 'repeat' ? step.onExhausted : step.onFailure;
  return said.do === 'hold' ? undefined : said;
};

const wayWords = (way: Way): string => {
  switch (way.do) {
    case 'continue':
      return 'go on';
    case 'abort':
      return 'abort';
    case 'goto':
      return `go on at ${way.step}`;
    case 'undo_to':
      return `undo back to ${way.step}`;
  }
};

/** Words for people, places in the text and what is a part of its own: a change of these changes nothing that was done. */
const saidOnly = new Set([
  'title',
  'why',
  'heading',
  'phase',
  'see',
  'troubleshoot',
  'danger',
  'evidence',
  'estimate',
  'targetMs',
  'escalate',
  'formerly',
  'span',
  'undo',
  'onFailure',
  'onNoGo',
  'role',
]);

const workOf = (step: Step): unknown =>
  Object.fromEntries(Object.entries(step).filter(([field]) => !saidOnly.has(field)));
