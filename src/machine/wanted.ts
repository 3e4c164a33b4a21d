/** What should be happening, as a function of the position alone: the engine starts what is wanted and not in flight. */
import type {Outcome, RunFact} from '../run/event.ts';
import {type Path, stepPath} from '../run/path.ts';
import {standsAt} from './block.ts';
import {contextOf, type Life, type Stage, stageOf} from './lives.ts';
import type {Policy} from './policy.ts';
import type {BlockPosition, Position, Undoing} from './position.ts';

/**
 * - `enter`: evaluate `when`, fill in the texts, look at what is required; then ask, begin or pass
 * - `confirm`: a person is waited for, who types the target's own name
 * - `answer`: a person is waited for
 * - `begin`: it was confirmed; look at what is required, then record that it began, or put the question
 * - `perform`: it began; if it is not in flight, the program died meanwhile
 * - `verify`: the effect is done; ask the checks
 * - `ask`: somebody was told and must say that they have heard it
 * - `decide`: the outcome is unknown; ask `done_when`, then a person
 * - `pick`: a person says which step of a group in any order comes next
 * - `judge`: a round of a repeat is over
 * - `undo`: the next attempt is to be undone; `undoing`: its undo began; `undo-answer`: a person takes it back by hand;
 *   `undo-hold`: its undo failed; `undo-end`: all are undone
 * - `close`: everything inside a group is over
 * - `end`: the run is to end with this outcome
 * - `end-file`: an included runbook is to end with this outcome
 *
 * Nothing begins or ends while the run is paused, and nothing destructive while any step is held or unknown. Once an end
 * is reached nothing else begins, and it waits for what acts beside it.
 */
export type Wanted = {
  readonly want:
    | 'enter'
    | 'confirm'
    | 'answer'
    | 'begin'
    | 'perform'
    | 'verify'
    | 'ask'
    | 'decide'
    | 'hold'
    | 'pick'
    | 'judge'
    | 'close'
    | 'end'
    | 'end-file'
    | 'undo'
    | 'undoing'
    | 'undo-answer'
    | 'undo-hold'
    | 'undo-end';
  readonly path: Path;
  readonly attempt: number;
  /** How many attempts the runbook has made by itself. */
  readonly tries: number;
  readonly policy: Policy;
  readonly outcome?: Outcome;
  /** The steps of a group in any order that were picked before. */
  readonly picked?: readonly string[];
  /** The step of the included runbook that is to end. */
  readonly file?: Path;
  /** The attempt that is undone. */
  readonly of?: number;
};

/** Everything that should be happening now, in the order of the page. */
export const wanted = (position: Position): readonly Wanted[] => {
  const known = listed.get(position);
  if (known) {
    return known;
  }
  const found = list(position);
  listed.set(position, found);
  return found;
};

/** A position never changes, and it is asked several times a fact, by the engine, its clock and its answers. */
const listed = new WeakMap<Position, readonly Wanted[]>();

const list = (position: Position): readonly Wanted[] => {
  if (position.status !== 'running' || !position.root) {
    return [];
  }
  if (position.undoing) {
    return undoWanted(position.undoing, position.paused);
  }
  const found = withoutEnded(allIn(position.root), position.paused);
  const ending = found.some(({want}) => want === 'end');
  // Nobody ends over what nobody knows the outcome of.
  const acting = found.filter(item => acts(item) || item.want === 'decide');
  if (ending) {
    return position.paused || acting.length > 0 ? acting : found.filter(({want}) => want === 'end').slice(0, 1);
  }
  const troubled = found.some(({want}) => want === 'hold' || want === 'decide');
  let slots = actingMax - acting.filter(acts).length;
  return found.filter(item => {
    const {want, policy} = item;
    if (want !== 'enter' && want !== 'begin') {
      return true;
    }
    if (position.paused || (troubled && policy.effects === 'destructive' && policy.opens === 'none')) {
      return false;
    }
    slots -= policy.shape === 'action' ? 1 : 0;
    return slots >= 0 || policy.shape !== 'action';
  });
};

/** In an included runbook that has come to an end nothing else begins, and its end waits for what acts beside it. */
const withoutEnded = (found: readonly Wanted[], isPaused: boolean): readonly Wanted[] => {
  const files = found.flatMap(({want, file}) => (want === 'end-file' && file !== undefined ? [file] : []));
  return files.length === 0
    ? found
    : found.filter(item => {
        const ended = files.find(file => item.path.startsWith(`${file}/`));
        if (ended === undefined || acts(item) || item.want === 'decide') {
          return true;
        }
        const isActing = found.some(
          other => (acts(other) || other.want === 'decide') && other.path.startsWith(`${ended}/`),
        );
        return (
          item.want === 'end-file' &&
          !isActing &&
          !isPaused &&
          item === found.find(({file, want}) => want === 'end-file' && file === ended)
        );
      });
};

const allIn = (root: BlockPosition): readonly Wanted[] => {
  const found: Wanted[] = [];
  collect(root, found, undefined);
  return found;
};

/** At most so many actions act at a time; the rest is ready and waits for a slot (language.md, Defaults). */
const actingMax = 32;

/** Whether something is being done to the world, or looked at after it was. */
export const isActing = (position: Position): boolean => wanted(position).some(acts);

/** A check or a wait that goes on only looks: nothing has to wait for it. */
const acts = ({want, policy}: Wanted): boolean =>
  (want === 'perform' && policy.shape === 'action') || want === 'verify' || want === 'undoing';

const undoWanted = ({to, items, at, stage, attempt}: Undoing, isPaused: boolean): readonly Wanted[] => {
  const item = items[at];
  if (!item) {
    return [{want: 'undo-end', path: to.step, attempt: to.attempt, tries: 0, policy: to.policy}];
  }
  const {step: path, policy, attempt: of} = item;
  return stage === 'next' && isPaused
    ? []
    : [
        {
          want: undoWants[stage],
          path,
          attempt: stage === 'next' ? Math.max(of, attempt) : attempt,
          tries: 0,
          policy,
          of,
        },
      ];
};

const undoWants = {next: 'undo', running: 'undoing', asked: 'undo-answer', held: 'undo-hold'} as const;

/** A run ends by an end that it stands at, by an abort that the author wrote, or by a person at any moment. */
export const mayEnd = (position: Position, fact: Extract<RunFact, {type: 'run-ended'}>): boolean => {
  if (fact.outcome === 'aborted' && fact.reason !== undefined) {
    return true;
  }
  return wanted({...position, paused: false}).some(
    ({want, path, outcome}) =>
      want === 'end' &&
      path === fact.step &&
      (outcome === fact.outcome || (outcome === 'recovered' && fact.outcome === 'recovered-with-exceptions')),
  );
};

const collect = (block: BlockPosition, found: Wanted[], file: Path | undefined): void => {
  const {life} = block;
  if (!life) {
    return;
  }
  const path = stepPath(block.path, standsAt(block.at));
  const {policy, attempt, tries} = contextOf(life);
  const stage = stageOf(life);
  if (stage === 'inside') {
    for (const child of block.children.values()) {
      collect(child, found, policy.kind === 'include' ? path : file);
    }
    if (policy.opens === 'picks' && block.opened < policy.lanes.length) {
      found.push({want: 'pick', path, attempt, tries, policy, picked: block.picked});
    }
    return;
  }
  const ends = outcomeAt(life, stage);
  if (ends !== undefined) {
    const want = file === undefined ? 'end' : 'end-file';
    found.push({want, path, attempt, tries, policy, outcome: ends, ...(file !== undefined && {file})});
    return;
  }
  const want = wants[stage];
  if (want !== undefined) {
    found.push({want, path, attempt, tries, policy});
  }
};

const wants: {readonly [S in Stage]: Wanted['want'] | undefined} = {
  entered: 'enter',
  confirming: 'confirm',
  awaiting: 'answer',
  armed: 'begin',
  running: 'perform',
  verifying: 'verify',
  informed: 'ask',
  unknown: 'decide',
  held: 'hold',
  judging: 'judge',
  closing: 'close',
  inside: undefined,
  ending: undefined,
  aborting: undefined,
  over: undefined,
};

const outcomeAt = (life: Life, stage: Stage): Outcome | undefined => {
  const {policy, branch} = contextOf(life);
  if (stage === 'aborting') {
    return 'aborted';
  }
  if (stage === 'ending') {
    return policy.branches.find(({name}) => name === branch)?.outcome;
  }
  // An end with a condition is wanted too: whoever ends the run looks at the condition first.
  return stage === 'entered' ? policy.outcome : undefined;
};
