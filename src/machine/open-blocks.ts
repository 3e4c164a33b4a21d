/** What follows when a life has moved: its block goes on, or the blocks inside it open, one after another or side by side. */
import {stepPath} from '../run/path.ts';
import {type BlockSnapshot, blockEnd, standsAt} from './block.ts';
import {type Block, blockAt, type Forest} from './compile.ts';
import {beginLife, contextOf, type Life, moveLife, stageOf} from './lives.ts';
import type {BlockPosition} from './position.ts';

/** How a block is left before its end: towards a step of a block around it, or as the item that was given up. */
export type Leaving =
  | {readonly to: 'goto'; readonly step: string}
  | {readonly to: 'next-item'}
  | {readonly to: 'end-of-file'};

export type Moved = {readonly block: BlockPosition; readonly leaving?: Leaving};

/** A life that is over moves its block on; a group that was entered opens the blocks inside it. */
export const settle = (forest: Forest, block: BlockPosition): Moved => {
  const {life} = block;
  const stage = life && stageOf(life);
  if (!life || stage === undefined) {
    return {block};
  }
  if (stage === 'inside') {
    return openNext(forest, block, life);
  }
  if (stage !== 'over') {
    return {block};
  }
  const {exit} = contextOf(life);
  switch (exit.do) {
    case 'next':
      return {block: stand(forest, block, 'next')};
    case 'goto':
      return leaveTo(forest, block, exit.step);
    case 'leave':
      return {block, leaving: {to: 'next-item'}};
    case 'end-file':
      return {block, leaving: {to: 'end-of-file'}};
  }
};

const openNext = (forest: Forest, block: BlockPosition, life: Life): Moved => {
  const {policy, width, round} = contextOf(life);
  const children = new Map(block.children);
  let {opened} = block;
  const mayOpen = (): boolean => {
    if (policy.opens === 'rounds') {
      return opened <= round;
    }
    const isWide = policy.opens === 'branch' ? opened < 1 : opened < width;
    return isWide && policy.opens !== 'picks' && !block.stopped && children.size < policy.atOnce;
  };
  while (mayOpen()) {
    const inner = innerAt(forest, block, opened);
    opened += 1;
    // A branch that has only a title is over at once.
    if (standsAt(inner.position.at) !== blockEnd) {
      children.set(inner.name, inner.position);
    }
  }
  const next = {...block, children, opened};
  if (children.size > 0 || (policy.opens === 'picks' && opened < width)) {
    return {block: next};
  }
  const type = policy.opens === 'rounds' ? 'round-over' : 'blocks-over';
  return settle(forest, {...next, life: moveLife(life, {type})});
};

/** The block that is opened as the nth of a group. */
const innerAt = (forest: Forest, {path, at, life}: BlockPosition, nth: number) => {
  const {policy, branch} = life ? contextOf(life) : {policy: undefined, branch: ''};
  const owner = stepPath(path, standsAt(at));
  switch (policy?.opens) {
    case 'items':
    case 'rounds':
      return {name: String(nth), position: enterBlock(forest, `${owner}[${nth}]`)};
    case 'branches': {
      const name = policy.lanes[nth] ?? '';
      return {name, position: enterBlock(forest, `${owner}:${name}`)};
    }
    case 'branch':
      return {name: branch, position: enterBlock(forest, `${owner}:${branch}`)};
    case 'block':
    case 'picks':
    case 'none':
    case undefined:
      return {name: '', position: enterBlock(forest, owner)};
  }
};

/** Opens the step that was picked. */
export const openPicked = (forest: Forest, block: BlockPosition, id: string): Moved => {
  const owner = stepPath(block.path, standsAt(block.at));
  const compiled = blockAt(forest, owner);
  const inner = blockPosition(compiled, owner, compiled.machine.stand(id));
  return {
    block: {
      ...block,
      children: new Map(block.children).set(id, inner),
      opened: block.opened + 1,
      picked: [...block.picked, id],
    },
  };
};

/** Stands at a later step of this block, or says that one around it has to know the step. */
export const leaveTo = (forest: Forest, block: BlockPosition, step: string): Moved => {
  const moved = stand(forest, block, `goto:${step}`);
  return moved === block ? {block, leaving: {to: 'goto', step}} : {block: moved};
};

const stand = (forest: Forest, block: BlockPosition, event: string): BlockPosition => {
  const compiled = blockAt(forest, block.path);
  const at = compiled.machine.move(block.at, event);
  return at === block.at ? block : blockPosition(compiled, block.path, at);
};

/** A block at its beginning. */
export const enterBlock = (forest: Forest, path: string): BlockPosition => {
  const compiled = blockAt(forest, path);
  return blockPosition(compiled, path, compiled.machine.start());
};

/** A step that was just come to has no block open. */
export const nothingOpen = {children: new Map<string, BlockPosition>(), opened: 0, picked: [], stopped: false};

const blockPosition = (compiled: Block, path: string, at: BlockSnapshot): BlockPosition => {
  const entry = compiled.steps.get(standsAt(at));
  return {path, at, life: entry && beginLife(entry.policy), ...nothingOpen};
};
