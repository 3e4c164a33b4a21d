/** The status of every step that a position stands at: the second opinion to RunState's, which must agree. */
import {type Path, stepPath} from '../run/path.ts';
import type {Status} from '../run/state.ts';
import {standsAt} from './block.ts';
import {contextOf, type Stage, stageOf} from './lives.ts';
import type {BlockPosition, Position} from './position.ts';

/** By path; steps that the run does not stand at are not in it. */
export const statusesAt = (position: Position): ReadonlyMap<Path, Status> => {
  const found = new Map<Path, Status>();
  const visit = (block: BlockPosition): void => {
    if (!block.life) {
      return;
    }
    const stage = stageOf(block.life);
    const isUntouched = stage === 'entered' && contextOf(block.life).attempt === 0;
    found.set(stepPath(block.path, standsAt(block.at)), isUntouched ? 'pending' : statusOf[stage]);
    for (const child of block.children.values()) {
      visit(child);
    }
  };
  const {undoing} = position;
  if (position.status === 'running' && undoing) {
    const item = undoing.items[undoing.at];
    return new Map(item && undoing.stage !== 'next' ? [[item.step, undoStatus[undoing.stage]]] : []);
  }
  if (position.status === 'running' && position.root) {
    visit(position.root);
  }
  return found;
};

/** Until it ends the detour alone is what the run stands at. */
const undoStatus = {running: 'undoing', asked: 'awaiting', held: 'held'} as const;

const statusOf: {readonly [S in Stage]: Status} = {
  entered: 'ready',
  confirming: 'awaiting',
  awaiting: 'awaiting',
  armed: 'ready',
  running: 'running',
  verifying: 'verifying',
  informed: 'verifying',
  unknown: 'unknown',
  held: 'held',
  inside: 'running',
  judging: 'running',
  closing: 'running',
  ending: 'running',
  aborting: 'failed',
  over: 'succeeded',
};
