/** All that one frame is drawn from, and which step of it stands in the middle of attention. */
import {statusNow} from '../report/words.ts';
import {stepsAtWork} from '../run/at-work.ts';
import {stepsInOrder} from '../run/blocks.ts';
import type {Ghost} from '../run/ghost.ts';
import type {Lacking, Move, OpenPrompt} from '../run/intent.ts';
import type {Path} from '../run/path.ts';
import type {Printed} from '../run/printed.ts';
import {questionName} from '../run/question-name.ts';
import type {HeadWords, PlaybackMoment, RunSession} from '../run/session.ts';
import type {PromptKind, PromptOption} from '../run/shown.ts';
import type {RunState, Status, StepState} from '../run/state.ts';

export type Moment = {
  readonly state: RunState;
  readonly prompts: readonly OpenPrompt[];
  readonly output: (path: Path, attempt: number) => readonly string[];
  /** All that an attempt printed, where it is kept. */
  readonly printed?: (path: Path, attempt: number) => Printed;
  readonly nowMs: number;
  readonly head: HeadWords;
  /** What has to be said beside the facts. */
  readonly warning?: string;
  /** Only looked at: another process drives it. */
  readonly watches?: true;
  /** The last run of the same runbook. */
  readonly ghost?: Ghost;
  readonly playback?: PlaybackMoment;
};

export const momentOf = (session: RunSession): Moment => {
  const {playback, watches, printed} = session;
  const ghost = session.ghost?.();
  return {
    state: session.state(),
    prompts: session.prompts(),
    output: session.output,
    ...(printed && {printed}),
    nowMs: session.nowMs(),
    head: session.head(),
    ...(session.warning && {warning: session.warning()}),
    ...(watches && {watches}),
    ...(ghost && {ghost}),
    ...(playback && {playback: playback.now()}),
  };
};

/** The question in front of the person: what kind, and what may be answered now (nothing in a playback). */
export type Question = {
  readonly id: string;
  readonly kind: PromptKind | 'pick' | 'held' | 'unknown' | 'secret';
  readonly step: StepState;
  readonly attempt: number;
  readonly moves: readonly Move[];
  /** What can be chosen or picked, in the order shown. */
  readonly options: readonly PromptOption[];
  /** The secret that is gone and without which it does not go on. */
  readonly lacks?: Lacking;
  /** Who runs the procedure, and so may not approve it. */
  readonly executor: string;
};

/** The step that the page is about: the one that was chosen, else the one that waits for a person, else the one at work. */
export const focusOf = ({state, prompts}: Moment, selected: Path | null): StepState | undefined => {
  const chosen = state.steps.get(selected ?? prompts[0]?.step ?? '');
  // Once it is over the page is about the end, also where a step was left held.
  if (chosen || state.status === 'ended') {
    return chosen;
  }
  const known = found.get(state);
  if (known?.facts === state.facts) {
    return known.step;
  }
  const step = foundIn(stepsInOrder(state));
  found.set(state, {facts: state.facts, step});
  return step;
};

/** One frame asks several times; between two facts the answer is the same. */
const found = new WeakMap<RunState, {readonly facts: number; readonly step: StepState | undefined}>();

/** While a run goes back, the step that is being undone is at work, and not the one that was held. */
const foundIn = (steps: readonly StepState[]): StepState | undefined =>
  steps.find(({status}) => status === 'undoing') ??
  steps.findLast(step => isOpen(step) && step.outline.shape !== 'group') ??
  steps.findLast(isOpen) ??
  steps.find(({status}) => status === 'pending') ??
  steps.at(-1);

/** As it looks to whoever sits there: a group of which somebody picks the next step waits for them. */
export const statusAt = ({prompts}: Moment, step: StepState): Status =>
  prompts.some(({step: path, kind}) => path === step.path && kind === 'pick') ? 'awaiting' : statusNow(step);

/** The actions at work that nobody has stopped yet. */
export const runningSteps = ({state}: Moment): readonly StepState[] =>
  [...state.steps.values()].filter(
    ({status, outline, stop}) => status === 'running' && outline.shape === 'action' && stop === undefined,
  );

/** Not a record, not looked at from elsewhere, not over: what is asked for can still be done. */
export const isLive = ({state, playback, watches}: Moment): boolean =>
  playback === undefined && !watches && state.status !== 'ended';

/** Those that wait for a person, in the order of the page. */
export const waitingSteps = ({state, prompts}: Moment): readonly StepState[] =>
  prompts.flatMap(({step}) => state.steps.get(step) ?? []);

/** Those that something is being done for right now, in the order of the page. */
export const workingSteps = ({state}: Moment): readonly StepState[] => stepsAtWork(state);

/** Something is being done for it, or it waits for somebody. */
export const isOpen = ({status}: StepState): boolean => {
  switch (status) {
    case 'ready':
    case 'awaiting':
    case 'running':
    case 'verifying':
    case 'undoing':
    case 'held':
    case 'unknown':
      return true;
    default:
      return false;
  }
};

/** What is asked about a step, if anything is. */
export const questionOf = ({state, prompts}: Moment, step: StepState | undefined): Question | undefined => {
  const open = prompts.find(prompt => prompt.step === step?.path);
  const kind =
    step && state.status !== 'ended'
      ? open?.kind === 'pick' || open?.kind === 'secret'
        ? open.kind
        : kindOf(step)
      : undefined;
  if (!step || kind === undefined) {
    return undefined;
  }
  const moves = open?.moves ?? [];
  const options = open?.options ?? step.prompt?.options ?? [];
  const id = questionName({step: step.path, attempt: step.attempt, kind, options});
  // An undo is an attempt too, but what is asked about is the one before it.
  const attempt = open?.attempt ?? step.attempt;
  const lacks = open?.lacks;
  return {id, kind, step, attempt, moves, options, executor: state.executor, ...(lacks && {lacks})};
};

const kindOf = ({status, prompt}: StepState): Question['kind'] | undefined => {
  if (status === 'held' || status === 'unknown') {
    return status;
  }
  return status === 'awaiting' ? prompt?.kind : undefined;
};
