/** Runbook → a forest of machines: one for each sequence of steps, found by the path of its block. */
import {assert} from '../base/assert.ts';
import {stepPath, withoutItems} from '../run/path.ts';
import type {Runbook, Step} from '../runbook/runbook.ts';
import {allSteps, type InnerBlock, innerBlocks} from '../runbook/walk.ts';
import {type BlockMachine, blockMachine} from './block.ts';
import {type Policy, policyOf, policyOfEach, policyOfItem, type Standing} from './policy.ts';

export type BlockStep = {readonly step: Step; readonly policy: Policy; readonly index: number};

export type Block = {
  readonly key: string;
  readonly machine: BlockMachine;
  readonly steps: ReadonlyMap<string, BlockStep>;
};

export type Forest = {
  /** By block path without item numbers: all items of a loop share one machine. `''` is the top level. */
  readonly blocks: ReadonlyMap<string, Block>;
};

/** Compiles every block once. A runbook that was validated always compiles. */
export const compile = (runbook: Runbook): Forest => {
  const blocks = new Map<string, Block>();
  addBlock({key: '', steps: runbook.steps}, {blocks, targets: gotoTargets(runbook), leaves: false});
  return {blocks};
};

type Compiling = Standing & {readonly blocks: Map<string, Block>; readonly targets: ReadonlySet<string>};

type Sequence = {readonly key: string; readonly steps: readonly Step[]; readonly inAnyOrder?: boolean};

const addBlock = ({key, steps, inAnyOrder = false}: Sequence, compiling: Compiling): void => {
  const {blocks, targets, leaves} = compiling;
  const entries = steps.map((step, index): [string, BlockStep] => [
    step.id,
    {step, policy: step.each ? policyOfEach(step, step.each, compiling) : policyOf(step, compiling), index},
  ]);
  blocks.set(key, {key, machine: blockMachine(steps, targets, inAnyOrder), steps: new Map(entries)});
  for (const step of steps) {
    const path = stepPath(key, step.id);
    if (step.each) {
      const item = {step, policy: policyOfItem(step, step.each, compiling), index: 0};
      blocks.set(path, {key: path, machine: blockMachine([step], targets, false), steps: new Map([[step.id, item]])});
    }
    if (step.kind === 'include') {
      const {runbook} = step;
      addBlock({key: path, steps: runbook.steps}, {...compiling, targets: gotoTargets(runbook), isIncluded: true});
    }
    for (const inner of innerBlocks(step)) {
      const inside = {...compiling, leaves: leavesInside(step, leaves)};
      addBlock({key: keyOf(path, inner), steps: inner.steps, inAnyOrder: isAnyOrder(step)}, inside);
    }
  }
};

/** Out of a parallel, and of a group in any order, nothing leads but an end: what fails there holds. */
const leavesInside = (step: Step, leaves: boolean): boolean => {
  if (step.kind === 'foreach') {
    return step.onItemFailure === 'continue';
  }
  return leaves && step.kind !== 'parallel' && !isAnyOrder(step);
};

const isAnyOrder = (step: Step): boolean => step.kind === 'group' && step.order === 'any';

const keyOf = (path: string, {branch}: InnerBlock): string => (branch === undefined ? path : `${path}:${branch}`);

/** The compiled block of a path; all items of a loop share one. */
export const blockAt = (forest: Forest, path: string): Block => {
  const block = forest.blocks.get(withoutItems(path));
  assert(block, `no block ${path} was compiled`);
  return block;
};

/** A step with the path that it has in a run, and the path of the included runbook that it belongs to. */
export type PlacedStep = {readonly path: string; readonly step: Step; readonly document: string};

/** Every step, those of included runbooks too, in the order of the page; those of a loop without their item. */
export const everyStep = (runbook: Runbook): readonly PlacedStep[] => {
  const found: PlacedStep[] = [];
  const visit = (block: string, steps: readonly Step[], document: string): void => {
    for (const step of steps) {
      const path = stepPath(block, step.id);
      found.push({path, step, document});
      for (const inner of innerBlocks(step)) {
        visit(keyOf(path, inner), inner.steps, document);
      }
      if (step.kind === 'include') {
        visit(path, step.runbook.steps, path);
      }
    }
  };
  visit('', runbook.steps, '');
  return found;
};

/** The ids that some step may lead to. */
const gotoTargets = (runbook: Runbook): ReadonlySet<string> =>
  new Set([...allSteps(runbook.steps)].flatMap(step => [...failureTargets(step), ...branchTargets(step)]));

const failureTargets = (step: Step): readonly string[] =>
  [
    step.onFailure,
    ...(step.kind === 'approval' ? [step.onNoGo] : []),
    ...(step.kind === 'repeat' ? [step.onExhausted] : []),
  ].flatMap(policy => {
    if (policy.do === 'goto') {
      return [policy.step];
    }
    return policy.do === 'undo_to' && policy.then !== undefined ? [policy.then] : [];
  });

const branchTargets = (step: Step): readonly string[] =>
  step.kind === 'decision' ? step.branches.flatMap(({goto}) => (goto === undefined ? [] : [goto])) : [];
