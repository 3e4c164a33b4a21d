/** Gates: approvals that a run does not get past without their go, neither by a jump nor by skipping what they stand in. */
import {blocksInside, stepsOf} from '../../run/blocks.ts';
import type {OutlineStep} from '../../run/outline.ts';
import {blockOf, ownerOf, type Path} from '../../run/path.ts';
import type {RunState, Status, StepState} from '../../run/state.ts';

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

/**
 * What is over has opened the gates on its way; of what is not, every gate counts that a way through it may have. An included
 * runbook that has come to its own end went the way that its author wrote: there only a no-go counts.
 */
const gateIn = (state: RunState, step: StepState): string | undefined => {
  const {status, outline} = step;
  if (isPassed(status)) {
    return undefined;
  }
  if (outline.kind === 'approval') {
    return outline.title;
  }
  return hasEndedItself(step)
    ? noGoIn(state, step)
    : (firstIn(state, step, inner => gateIn(state, inner)) ?? unlessKnown(state, step));
};

/** The same for a group that is to be skipped or counted as done: what its author led past, inside, was no gate on its way. */
export const gateToPass = (state: RunState, step: StepState): string | undefined =>
  step.outline.opens !== undefined && blocksInside(step).length > 0 && !isPassed(step.status) && !hasEndedItself(step)
    ? firstIn(state, step, inner => (inner.status === 'not-reached' ? undefined : gateToPass(state, inner)))
    : gateIn(state, step);

const firstIn = (
  state: RunState,
  step: StepState,
  look: (inner: StepState) => string | undefined,
): string | undefined =>
  waysThrough(step)
    .flatMap(block => stepsOf(state, block))
    .map(look)
    .find(title => title !== undefined);

/** Items that were not listed yet have no state. */
const unlessKnown = (state: RunState, step: StepState): string | undefined =>
  isChosen(step) || waysThrough(step).some(block => stepsOf(state, block).length > 0)
    ? undefined
    : gateInOutline(step.outline);

/** A gate that said no. */
const noGoIn = (state: RunState, step: StepState): string | undefined =>
  firstIn(state, step, inner =>
    inner.outline.kind === 'approval' && (inner.status === 'rejected' || inner.status === 'held')
      ? inner.outline.title
      : noGoIn(state, inner),
  );

/** Once a branch was chosen the others are no way any more, until somebody chooses again. */
const waysThrough = (step: StepState): readonly string[] =>
  isChosen(step) ? [`${step.path}:${step.choice}`] : blocksInside(step);

const isChosen = ({status, choice}: StepState): boolean =>
  choice !== undefined && (status === 'running' || status === 'held');

const gateInOutline = ({steps = [], branches = []}: OutlineStep): string | undefined =>
  [...steps, ...branches.flatMap(branch => branch.steps)]
    .map(inner => (inner.kind === 'approval' ? inner.title : gateInOutline(inner)))
    .find(title => title !== undefined);

const hasEndedItself = ({status, fileOutcome}: StepState): boolean =>
  fileOutcome !== undefined && (status === 'held' || status === 'failed');

const isPassed = (status: Status): boolean => status === 'succeeded' || status === 'not-applicable';
