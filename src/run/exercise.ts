/** Which parts of its runbook a run has really gone through: steps, branches, ways back, ways of failures. Small enough to be kept beside the record. */
import type {Actor, Fact} from './event.ts';
import {type Path, withoutItems} from './path.ts';
import type {RunState} from './state.ts';
import {stepDurations} from './step-durations.ts';

/** A part by its kind and its path without items: `step put_back`, `branch choose_path:dump`, `undo stop_writes`, `failure look`. */
export type PartName = string;

export const stepPart = (path: Path): PartName => `step ${withoutItems(path)}`;
export const branchPart = (path: Path, branch: string): PartName => `branch ${withoutItems(path)}:${branch}`;
export const undoPart = (path: Path): PartName => `undo ${withoutItems(path)}`;
/** Where a failure or a no-go leads, when it is not simply held. */
export const failurePart = (path: Path): PartName => `failure ${withoutItems(path)}`;

/** How long it took, milliseconds, of several items the middle, null where nobody measured; and who did it, null where the program did. */
export type Exercised = readonly [tookMs: number | null, by: string | null];

export type Exercise = {
  /** Tells which text of the runbook it went by: digests of its files, cut. Empty of a run that was amended. */
  readonly text: string;
  readonly executor: string;
  readonly parts: {readonly [part: PartName]: Exercised};
  /** Steps that were only simulated. */
  readonly simulated: readonly Path[];
};

/** Of a run that is over. */
export const exerciseOf = (state: RunState, facts: readonly Fact[]): Exercise => {
  const parts = new Map<PartName, string | null>();
  const simulated = new Set<string>();
  const proposed = new Map<Path, Path>();
  for (const fact of facts) {
    for (const [part, actor] of partsOf(fact, {state, simulated, proposed})) {
      parts.set(part, byWhom(actor));
    }
  }
  const took = Map.groupBy(stepDurations(facts), ({path}) => stepPart(path));
  return {
    text: textOf(facts),
    executor: state.executor,
    parts: Object.fromEntries([...parts].map(([part, by]) => [part, [middleOf(took.get(part) ?? []), by]])),
    simulated: [...new Set([...simulated].map(attempt => withoutItems(attempt.replace(/#\d+$/, ''))))].filter(
      path => !parts.has(stepPart(path)),
    ),
  };
};

/** Which text a run went by, to be held against others; the plan is none of it. */
export const textKey = (files: readonly {readonly path: string; readonly sha256: string}[]): string =>
  files
    .filter(({path}) => path !== 'plan.yaml')
    .map(({sha256}) => sha256.slice(0, 16))
    .sort()
    .join(' ');

/** None of a run that was amended: it went by two, and which part by which nobody has kept. */
const textOf = (facts: readonly Fact[]): string => {
  const [first] = facts;
  return first?.type === 'run-started' && !facts.some(({type}) => type === 'amended') ? textKey(first.files) : '';
};

type Seen = {
  readonly state: RunState;
  /** Attempts, `PATH#N`, that began and were only told. */
  readonly simulated: Set<string>;
  /** Ways back that a failure proposed, by the step that they lead to. */
  readonly proposed: Map<Path, Path>;
};

const partsOf = (fact: Fact, seen: Seen): readonly (readonly [PartName, Actor])[] => {
  if (fact.type === 'began' && fact.simulated === true) {
    seen.simulated.add(`${fact.step}#${fact.attempt}`);
  }
  if (fact.type === 'succeeded') {
    const isReal = isWork(seen.state, fact.step) && !seen.simulated.has(`${fact.step}#${fact.attempt}`);
    return isReal ? [[stepPart(fact.step), fact.actor]] : [];
  }
  if (fact.type === 'chosen') {
    return [[branchPart(fact.step, fact.branch), fact.actor]];
  }
  if (fact.type === 'undone') {
    return [[undoPart(fact.step), fact.actor]];
  }
  return waysOf(fact, seen);
};

/** A way back that a failure proposes is gone once somebody has confirmed it. */
const waysOf = (fact: Fact, {proposed}: Seen): readonly (readonly [PartName, Actor])[] => {
  if (fact.type === 'failed') {
    if (fact.then.do === 'hold' && fact.then.undoTo !== undefined) {
      proposed.set(fact.then.undoTo, fact.step);
    }
    return isWay(fact.then.do) ? [[failurePart(fact.step), fact.actor]] : [];
  }
  const failed = fact.type === 'undo-started' ? proposed.get(fact.step) : undefined;
  return failed === undefined ? [] : [[failurePart(failed), fact.actor]];
};

const isWay = (then: string): boolean => then === 'continue' || then === 'abort' || then === 'goto';

/** What only holds other steps, or only says something, is no work of its own. */
const isWork = ({steps}: RunState, path: Path): boolean => {
  const outline = steps.get(path)?.outline;
  return outline !== undefined && outline.shape !== 'instant' && outline.shape !== 'group';
};

const byWhom = ({name, via}: Actor): string | null => (via === 'engine' ? null : name);

const middleOf = (durations: readonly {readonly tookMs: number}[]): number | null =>
  durations.map(({tookMs}) => tookMs).sort((a, b) => a - b)[Math.floor((durations.length - 1) / 2)] ?? null;
