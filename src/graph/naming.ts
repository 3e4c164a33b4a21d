/** What the nodes of a step are called, and by which of them it is entered. */
import {stepPath} from '../run/path.ts';
import type {Step} from '../runbook/runbook.ts';

/** The parts of a step that is more than one node. No path holds a `$`. */
export type Part = 'ask' | 'fork' | 'join' | 'items' | 'rounds' | 'when' | 'end' | 'failed' | 'each' | 'lane';

export const partOf = (path: string, part: Part): string => `${path}$${part}`;

/** The node that a step is entered by. */
export const entryOf = (step: Step, path: string): string => {
  if (step.each !== undefined) {
    return partOf(path, 'items');
  }
  switch (step.kind) {
    case 'decision':
      return partOf(path, 'ask');
    case 'parallel':
      return partOf(path, 'fork');
    case 'foreach':
      return partOf(path, 'items');
    case 'group':
      return step.order === 'any' ? partOf(path, 'fork') : entryOfBlock(step, step.steps, path);
    case 'repeat':
      return entryOfBlock(step, step.steps, path);
    case 'include':
      return entryOfBlock(step, step.runbook.steps, path);
    case 'notify':
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
    case 'instruction':
    case 'input':
    case 'approval':
    case 'check':
    case 'wait':
    case 'assert':
    case 'let':
    case 'milestone':
    case 'end':
      return path;
  }
};

/** A group has no node of its own unless something is decided there: whether it applies. */
const entryOfBlock = (step: Step, steps: readonly Step[], path: string): string => {
  const [first] = steps;
  return step.when !== undefined || first === undefined
    ? partOf(path, 'when')
    : entryOf(first, stepPath(path, first.id));
};
