/** Gates: approvals that a run does not get past without their go, neither by a jump nor by skipping what they stand in. */
import {blocksInside, stepsOf} from '../run/blocks.ts';
import type {OutlineStep} from '../run/outline.ts';
import {blockOf, ownerOf, type Path} from '../run/path.ts';
import type {RunState, Status, StepState} from '../run/state.ts';

/** An approval that stands before a step, in its block or one around it or inside what stands there, and was not given. */
export const gateBefore = (state: RunState, path: Path): string | undefined => {
  for (let at = path; ; at = ownerOf(blockOf(at))) {
    const block = stepsOf(state, blockOf(at));
    const before = block.slice(
      0,
      block.findIndex(step => step.path === at),
    );
    const gate = before.map(step => gateIn(state, step)).find(title => title !== undefined);
    if (gate !== undefined || blockOf(at) === '' || ownerOf(blockOf(at)) === at) {
      return gate;
    }
  }
};

/** What is over has opened the gates on its way; of what is not, every gate counts that a way through it may have. */
export const gateIn = (state: RunState, step: StepState): string | undefined => {
  if (isPassed(step.status) || hasEndedItself(step)) {
    return undefined;
  }
  if (step.outline.kind === 'approval') {
    return step.outline.title;
  }
  const known = waysThrough(step).flatMap(block => stepsOf(state, block));
  return known.length > 0
    ? known.map(inner => gateIn(state, inner)).find(title => title !== undefined)
    : gateInOutline(step.outline);
};

/** Once a branch was chosen the others are no way any more, until somebody chooses again. */
const waysThrough = (step: StepState): readonly string[] => {
  const {path, status, choice} = step;
  return choice !== undefined && (status === 'running' || status === 'held')
    ? [`${path}:${choice}`]
    : blocksInside(step);
};

/** Items that were not listed yet have no state. */
const gateInOutline = ({steps = [], branches = []}: OutlineStep): string | undefined =>
  [...steps, ...branches.flatMap(branch => branch.steps)]
    .map(inner => (inner.kind === 'approval' ? inner.title : gateInOutline(inner)))
    .find(title => title !== undefined);

/** An included runbook that has come to its own end went the way that its author wrote, whatever its outcome. */
const hasEndedItself = ({status, fileOutcome}: StepState): boolean =>
  fileOutcome !== undefined && (status === 'held' || status === 'failed');

const isPassed = (status: Status): boolean => status === 'succeeded' || status === 'not-applicable';
