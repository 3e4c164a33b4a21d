/** Going back, and elsewhere: undoing is a detour of the whole run, a jump stands it at another step. */
import type {AttemptName, DetourFact} from '../run/event.ts';
import {blockOf, type Path, parsePath} from '../run/path.ts';
import {blockAt, type Forest} from './compile.ts';
import type {Position, UndoItem, Undoing} from './position.ts';
import {standAt} from './standing.ts';
import {isActing} from './wanted.ts';

/** The position after the fact; nothing when it is refused. An undo begins, and a jump is made, only when nothing acts. */
export const advanceDetour = (forest: Forest, position: Position, fact: DetourFact): Position | undefined => {
  const {undoing} = position;
  switch (fact.type) {
    case 'jumped':
      return undoing || isActing(position) ? undefined : standing(forest, position, fact);
    case 'undo-listed':
      return undoing || isActing(position) ? undefined : list(forest, position, fact);
    case 'undo-started':
      return undoing || isActing(position) ? undefined : start(forest, position, fact);
    case 'undo-ended':
      return undoing && undoing.at >= undoing.items.length && fact.step === undoing.to.step
        ? standing(forest, {...position, undoing: undefined}, {...fact, held: undoing})
        : undefined;
    case 'undo-began':
    case 'undone':
    case 'undo-failed':
    case 'undo-retried':
    case 'undo-skipped': {
      const moved = undoing && moveUndo(undoing, fact);
      return moved && {...position, undoing: moved};
    }
  }
};

/** A list begins with its first part; one that was left half written when the program died is begun anew. */
const list = (
  forest: Forest,
  position: Position,
  {from, attempts}: Extract<DetourFact, {type: 'undo-listed'}>,
): Position | undefined => {
  const before = from === 0 ? [] : (position.toUndo ?? []);
  const items = attempts.flatMap(name => itemOf(forest, name) ?? []);
  return before.length === from && items.length === attempts.length
    ? {...position, toUndo: [...before, ...items]}
    : undefined;
};

const start = (
  forest: Forest,
  position: Position,
  {step, attempt, attempts, listed = 0, thenTo}: Extract<DetourFact, {type: 'undo-started'}>,
): Position | undefined => {
  const before = listed === 0 ? [] : (position.toUndo ?? []);
  const items = attempts.flatMap(name => itemOf(forest, name) ?? []);
  const to = itemOf(forest, {step, attempt});
  const canStand = [step, ...(thenTo === undefined ? [] : [thenTo])].every(
    place => standing(forest, position, {step: place, around: []}) !== undefined,
  );
  if (!to || !canStand || before.length !== listed || items.length !== attempts.length) {
    return undefined;
  }
  const undoing: Undoing = {to, items: [...before, ...items], at: 0, stage: 'next', attempt: 0};
  return {...position, toUndo: undefined, undoing: {...undoing, ...(thenTo !== undefined && {thenTo})}};
};

const itemOf = (forest: Forest, {step, attempt}: AttemptName): UndoItem | undefined => {
  const id = parsePath(step)?.at(-1)?.id ?? '';
  const policy = blockAt(forest, blockOf(step)).steps.get(id)?.policy;
  return policy && {step, attempt, policy};
};

type MovingFact = Exclude<DetourFact, {type: 'jumped' | 'undo-listed' | 'undo-started' | 'undo-ended'}>;

const moveUndo = (undoing: Undoing, fact: MovingFact): Undoing | undefined => {
  const item = undoing.items[undoing.at];
  if (!item || item.step !== fact.step || item.attempt !== fact.of) {
    return undefined;
  }
  const next: Undoing = {...undoing, at: undoing.at + 1, stage: 'next', attempt: 0};
  if (!isLegal(undoing, fact)) {
    return undefined;
  }
  switch (fact.type) {
    case 'undo-began':
      return {...undoing, stage: fact.prompt ? 'asked' : 'running', attempt: fact.attempt};
    case 'undo-failed':
      return {...undoing, stage: 'held', attempt: fact.attempt};
    case 'undo-retried':
      return {...undoing, stage: 'next'};
    case 'undone':
    case 'undo-skipped':
      return next;
  }
};

/** At which stages a fact may come; one that begins something is about a new attempt, the others about the present one. */
const legalStages: {readonly [Type in MovingFact['type']]: readonly Undoing['stage'][]} = {
  'undo-began': ['next'],
  'undo-failed': ['next', 'running', 'asked'],
  'undo-retried': ['held'],
  undone: ['running', 'asked', 'held'],
  'undo-skipped': ['asked', 'held'],
};

const isLegal = ({stage, attempt}: Undoing, fact: MovingFact): boolean =>
  legalStages[fact.type].includes(stage) && (stage === 'next' ? fact.attempt > attempt : fact.attempt === attempt);

type Place = {
  readonly step: Path;
  readonly around: readonly AttemptName[];
  readonly thenTo?: Path;
  /** It ends held before the step that the undo went back to. */
  readonly held?: Undoing;
};

const standing = (forest: Forest, position: Position, place: Place): Position | undefined => {
  const {step, around, thenTo, held} = place;
  const attempts = new Map(around.map(name => [name.step, name.attempt] as const));
  const heldAt = held && thenTo === undefined ? held.to.attempt : undefined;
  const root = position.root && standAt(forest, position.root, {path: thenTo ?? step, attempts, heldAt});
  return root && {...position, root};
};
