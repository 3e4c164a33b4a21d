/** Where a run stands: a tree of blocks, each with the life of its current step and the blocks open inside it. */

import type {Path} from '../run/path.ts';
import type {BlockSnapshot} from './block.ts';
import type {Life} from './lives.ts';
import type {Policy} from './policy.ts';

export type BlockPosition = {
  /** The block's path, with item numbers. */
  readonly path: string;
  readonly at: BlockSnapshot;
  /** The life of the step that the block stands at; none at its end. */
  readonly life: Life | undefined;
  /**
   * The blocks that are open inside the current step, by branch, item, round or picked step; at most 64. A map, because
   * items come and go: objects whose members do that took twice the time a fact at 5,000 items.
   */
  readonly children: ReadonlyMap<string, BlockPosition>;
  /** How many blocks of the current step have been opened so far, those that are over included. */
  readonly opened: number;
  /** Steps of a group in any order that were picked so far. */
  readonly picked: readonly string[];
  /** An item was given up: no further one opens. */
  readonly stopped: boolean;
};

/** One attempt that is to be undone. */
export type UndoItem = {readonly step: Path; readonly attempt: number; readonly policy: Policy};

/** A detour of the whole run: what is undone, how far it has come, and where the run stands afterwards. */
export type Undoing = {
  readonly to: UndoItem;
  readonly thenTo?: Path;
  readonly items: readonly UndoItem[];
  /** The item that is next, or under way. */
  readonly at: number;
  readonly stage: 'next' | 'running' | 'asked' | 'held';
  /** The attempt that the undo under way is. */
  readonly attempt: number;
};

export type Position = {
  /** Nothing follows the seal of a run that has ended. */
  readonly status: 'not-started' | 'running' | 'ended' | 'sealed';
  readonly paused: boolean;
  /** Facts taken; a position that did not change is a fact that was refused. */
  readonly taken: number;
  readonly root: BlockPosition | undefined;
  /** The first of the attempts that an undo is about to begin with; a list too long for one fact comes in several. */
  readonly toUndo?: readonly UndoItem[] | undefined;
  /** Meanwhile nothing else is wanted. */
  readonly undoing?: Undoing | undefined;
};

export const beforeStart: Position = {status: 'not-started', paused: false, taken: 0, root: undefined};
