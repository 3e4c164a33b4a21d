/** Standing at a step without having come there: the groups around it are entered without running. */
import {type Path, parsePath, type Segment, stepPath} from '../run/path.ts';
import {standsAt} from './block.ts';
import {type BlockStep, blockAt, type Forest} from './compile.ts';
import {contextOf, type Life, stageOf, standingLife} from './lives.ts';
import {enterBlock, nothingOpen} from './open-blocks.ts';
import type {BlockPosition} from './position.ts';

export type Target = {
  readonly path: Path;
  /** The attempts of the groups around it. */
  readonly attempts: ReadonlyMap<Path, number>;
  /** Held before it, as that attempt; else it is entered. */
  readonly heldAt: number | undefined;
};

/**
 * The blocks with the run standing at a step. Nothing where the step is not there, or stands in a branch, an item, a round
 * or a picked step that is not open: into what goes on several times or beside others nobody jumps.
 */
export const standAt = (forest: Forest, root: BlockPosition, target: Target): BlockPosition | undefined => {
  const segments = parsePath(target.path);
  return segments && place(forest, root, {segments, target});
};

type Way = {readonly segments: readonly Segment[]; readonly target: Target};

const place = (forest: Forest, block: BlockPosition, {segments, target}: Way): BlockPosition | undefined => {
  const [segment, ...inner] = segments;
  const compiled = blockAt(forest, block.path);
  const entry = segment && compiled.steps.get(segment.id);
  if (!segment || !entry) {
    return undefined;
  }
  const isHere = standsAt(block.at) === segment.id;
  const at = isHere ? block.at : compiled.machine.stand(segment.id);
  if (inner.length === 0 && segment.item === undefined) {
    return {path: block.path, at, life: lifeAt(entry, target), ...nothingOpen};
  }
  const standing = {...block, at, ...(!isHere && {life: undefined, ...nothingOpen})};
  return inside(forest, standing, {segment, entry, inner: inner.length === 0 ? [{id: segment.id}] : inner, target});
};

const lifeAt = ({policy}: BlockStep, {heldAt}: Target): Life =>
  heldAt === undefined
    ? standingLife(policy, {stage: 'entered', attempt: 0})
    : standingLife(policy, {stage: 'held', attempt: heldAt});

type Inside = {
  readonly segment: Segment;
  readonly entry: BlockStep;
  readonly inner: readonly Segment[];
  readonly target: Target;
};

const inside = (
  forest: Forest,
  block: BlockPosition,
  {segment, entry, inner, target}: Inside,
): BlockPosition | undefined => {
  const {policy} = entry;
  const {opens} = policy;
  const owner = stepPath(block.path, segment.id);
  const isSingle = opens === 'branch' || opens === 'block';
  const name = segment.branch ?? segment.item?.toString() ?? (opens === 'picks' ? (inner[0]?.id ?? '') : '');
  const isOpen = block.life !== undefined && stageOf(block.life) === 'inside';
  const child = isOpen ? block.children.get(name) : undefined;
  if (child) {
    const moved = place(forest, child, {segments: inner, target});
    return moved && {...block, children: new Map(block.children).set(name, moved)};
  }
  const path = segment.branch === undefined ? owner : `${owner}:${segment.branch}`;
  if (!isSingle || !forest.blocks.has(path.replaceAll(/\[\d+\]/g, ''))) {
    return undefined;
  }
  const moved = place(forest, enterBlock(forest, path), {segments: inner, target});
  const attempt = target.attempts.get(owner) ?? (block.life ? contextOf(block.life).attempt : 0);
  const life = standingLife(policy, {stage: 'inside', attempt, branch: name});
  return moved && {...block, life, children: new Map([[name, moved]]), opened: 1, picked: [], stopped: false};
};
