/** A fact about a step finds its way down the tree of blocks, moves a life there, and what that leads to comes up again. */
import type {StepFact} from '../run/event.ts';
import type {Segment} from '../run/path.ts';
import {blockEnd, standsAt} from './block.ts';
import type {Forest} from './compile.ts';
import {contextOf, isTimely, moveLife} from './lives.ts';
import {type Leaving, leaveTo, type Moved, nothingOpen, openPicked, settle} from './open-blocks.ts';
import type {Opens} from './policy.ts';
import type {BlockPosition} from './position.ts';

type Move = {readonly segments: readonly Segment[]; readonly fact: StepFact};

/** The block after the fact, and how it is left where it is; nothing when the fact is refused. */
export const moveBlock = (forest: Forest, block: BlockPosition, {segments, fact}: Move): Moved | undefined => {
  const [segment, ...inner] = segments;
  if (!segment || !block.life || standsAt(block.at) !== segment.id) {
    return undefined;
  }
  return inner.length === 0 && segment.item === undefined
    ? moveOwn(forest, block, fact)
    : // The last segment with an item is that item of a step with `each`: it stands alone in its block.
      moveInner(forest, block, {segment, fact, segments: inner.length === 0 ? [{id: segment.id}] : inner});
};

const moveOwn = (forest: Forest, block: BlockPosition, fact: StepFact): Moved | undefined => {
  if (!block.life || !isTimely(block.life, fact)) {
    return undefined;
  }
  const life = moveLife(block.life, fact);
  if (life === block.life) {
    return undefined;
  }
  if (fact.type === 'picked') {
    return block.picked.includes(fact.inner) ? undefined : openPicked(forest, {...block, life}, fact.inner);
  }
  const isEntered = fact.type === 'opened' || fact.type === 'chosen';
  return settle(forest, isEntered ? {...block, ...nothingOpen, life} : {...block, life});
};

const moveInner = (
  forest: Forest,
  block: BlockPosition,
  {segment, ...move}: Move & {readonly segment: Segment},
): Moved | undefined => {
  const name = segment.branch ?? segment.item?.toString() ?? pickedIn(block, move.segments) ?? '';
  const child = block.children.get(name);
  const moved = child && moveBlock(forest, child, move);
  if (!moved) {
    return undefined;
  }
  if (moved.leaving !== undefined) {
    return leaveInner(forest, block, {name, leaving: moved.leaving});
  }
  return standsAt(moved.block.at) === blockEnd
    ? settle(forest, without(block, name))
    : {block: {...block, children: new Map(block.children).set(name, moved.block)}};
};

const pickedIn = (block: BlockPosition, [first]: readonly Segment[]): string | undefined =>
  opensOf(block) === 'picks' ? first?.id : undefined;

const opensOf = ({life}: BlockPosition): Opens => (life ? contextOf(life).policy.opens : 'none');

const without = (block: BlockPosition, name: string): BlockPosition => {
  const children = new Map(block.children);
  children.delete(name);
  return {...block, children};
};

/** A goto leads out of what has one way only; an item that is given up is one item of its loop less. */
const leaveInner = (
  forest: Forest,
  block: BlockPosition,
  {name, leaving}: {readonly name: string; readonly leaving: Leaving},
): Moved | undefined => {
  const opens = opensOf(block);
  if (leaving.to === 'next-item' && opens === 'items' && block.life) {
    const {stops} = contextOf(block.life).policy;
    return settle(forest, {...without(block, name), stopped: block.stopped || stops});
  }
  const left = {...block, ...nothingOpen};
  if (leaving.to === 'end-of-file') {
    return block.life && contextOf(block.life).policy.kind === 'include'
      ? settle(forest, {...left, opened: 1})
      : {block: left, leaving};
  }
  if (opens === 'items' || opens === 'branches' || opens === 'picks') {
    return undefined;
  }
  return leaving.to === 'goto' ? leaveTo(forest, left, leaving.step) : {block: left, leaving};
};
