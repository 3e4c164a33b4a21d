/** What a run waits for a person to say, in words, with the moves that the machine allows. */
import {movesFor, promptKindOf} from '../../machine/moves.ts';
import type {Position} from '../../machine/position.ts';
import {type Wanted, wanted} from '../../machine/wanted.ts';
import {includeAround} from '../../run/included.ts';
import type {Lacking, Move, OpenPrompt} from '../../run/intent.ts';
import {isLacking} from '../../run/lacking.ts';
import type {RunState, StepState} from '../../run/state.ts';
import {gateToPass} from './gates.ts';

/** Derived from the position alone, so that it is the same after a crash. */
export const openPrompts = (state: RunState, position: Position): readonly OpenPrompt[] =>
  wanted(position).flatMap((item): readonly OpenPrompt[] => {
    const asked = askedNow(state, item);
    const step = state.steps.get(item.path);
    if (!asked || !step) {
      return [];
    }
    const {path, attempt} = item;
    const {kind, moves} = asked;
    const challenge = kind === 'approval' ? step.challenge : undefined;
    const lacks = moves.includes('give') ? lackingOf(state, step) : undefined;
    return [
      {
        step: path,
        attempt,
        kind,
        ask: questionFor(kind, step, lacks),
        moves,
        ...(lacks && {lacks}),
        ...(kind === 'pick' && {options: leftToPick(step, item)}),
        ...(challenge !== undefined && {challenge}),
      },
    ];
  });

/** What is asked about a step that is wanted, and what can be answered: by the machine, or because a secret is gone. */
export const askedNow = (state: RunState, item: Wanted): Pick<OpenPrompt, 'kind' | 'moves'> | undefined => {
  const step = state.steps.get(item.path);
  const kind = promptKindOf(item);
  const waits = step !== undefined && isLacking(step);
  if (kind === undefined) {
    return waits ? {kind: 'secret', moves: ['give', 'cannot', 'escalate', 'abort']} : undefined;
  }
  return {kind, moves: [...(waits ? (['give'] as const) : []), ...movesNow(state, item)]};
};

/** The moves that lead on here and now: the machine's, without those that would be refused in any case. */
const movesNow = (state: RunState, item: Wanted): readonly Move[] => {
  const step = state.steps.get(item.path);
  return step ? movesFor(item).filter(move => !isImpossible(move, state, step)) : [];
};

const isImpossible = (move: Move, state: RunState, step: StepState): boolean =>
  isPastGate(move, state, step) || isUnseen(move, state, step) || (move === 'give' && (step.lacks ?? []).length === 0);

/** They are given one after the other. */
const lackingOf = ({steps}: RunState, {lacks = []}: StepState): Lacking | undefined => {
  const [first] = lacks;
  const giver = first && steps.get(first.step)?.outline;
  return giver && {...first, ask: first.name === 'value' ? giver.title : `${giver.title}: ${first.name}`};
};

/** What is skipped or said to be done as a whole would take a gate with it that has not opened. */
const isPastGate = (move: Move, state: RunState, step: StepState): boolean =>
  (move === 'skip' || move === 'override') && gateToPass(state, step) !== undefined;

/** What is included was told its inputs when it was opened. */
const isUnseen = (move: Move, state: RunState, {path}: StepState): boolean =>
  move === 'set' && includeAround(state, path) !== undefined;

const questionFor = (
  kind: OpenPrompt['kind'],
  {outline, reason, prompt, undoingOf}: StepState,
  lacks: Lacking | undefined,
): string => {
  switch (kind) {
    case 'secret':
      return `"${outline.title}" needs a secret that is gone with the program that knew it: ${lacks?.ask ?? ''}`;
    case 'pick':
      return `What comes next in "${outline.title}"?`;
    case 'held':
      return undoingOf === undefined
        ? `"${outline.title}" is held: ${reason ?? 'it could not go on'}`
        : `The undo of attempt ${undoingOf} of "${outline.title}" is held: ${reason ?? 'it could not go on'}`;
    case 'unknown':
      return `Nobody knows how "${outline.title}" ended: ${reason ?? 'the program died'}`;
    case 'instruction':
    case 'input':
    case 'decision':
    case 'approval':
    case 'confirmation':
      return prompt?.ask ?? outline.title;
  }
};

const leftToPick = ({outline}: StepState, {picked}: Wanted): NonNullable<OpenPrompt['options']> =>
  (outline.steps ?? []).filter(({id}) => !picked?.includes(id)).map(({id, title}) => ({name: id, title}));
