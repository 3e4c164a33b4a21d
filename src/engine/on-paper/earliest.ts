/** The earliest time at which a step can have happened: not before what it follows. */
import {blocksInside, stepsOf} from '../../run/blocks.ts';
import {blockOf, ownerOf, type Path} from '../../run/path.ts';
import type {RunState, StepState} from '../../run/state.ts';

/**
 * The end of what stands before it in its block, the beginning of the block itself, and of a group also the end of
 * what is inside it, milliseconds. Steps that people pick, and ways that go on beside it, have no order among each other.
 */
export const earliestMs = (state: RunState, path: Path): number => {
  const step = state.steps.get(path);
  return Math.max(followedMs(state, path), ...(step?.status === 'running' ? insideEnds(state, step) : []));
};

const followedMs = (state: RunState, path: Path): number => {
  const block = blockOf(path);
  const owner = block === '' ? undefined : state.steps.get(ownerOf(block));
  return Math.max(
    state.startedAtMs ?? 0,
    owner ? Math.max(followedMs(state, owner.path), openedMs(owner)) : 0,
    ...(owner?.outline.opens === 'picks' ? [] : endsIn(state, block, path)),
    ...(owner?.outline.opens === 'rounds' ? endsIn(state, roundBefore(block), path) : []),
  );
};

/** A choice begins its way when it is made, not when it is asked for. */
const openedMs = ({startedAtMs = 0, waitingMs, outline, paper}: StepState): number =>
  outline.kind === 'decision' ? Math.max(startedAtMs + waitingMs, paper?.happenedMs ?? 0) : startedAtMs;

const endsIn = (state: RunState, block: string, but: Path): readonly number[] =>
  stepsOf(state, block).flatMap(({path, finishedAtMs}) =>
    path === but || finishedAtMs === undefined ? [] : [finishedAtMs],
  );

const roundBefore = (block: string): string =>
  block.replace(/\[(\d+)\]$/, (_whole, round: string) => `[${Math.max(0, Number(round) - 1)}]`);

const insideEnds = (state: RunState, step: StepState): readonly number[] =>
  blocksInside(step).flatMap(block =>
    stepsOf(state, block).flatMap(inner => [inner.finishedAtMs ?? 0, ...insideEnds(state, inner)]),
  );
