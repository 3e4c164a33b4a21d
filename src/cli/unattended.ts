/** Answers prepared beforehand, and the robot of a drill: who speaks where nobody sits at the terminal. */
import {wasUndoneBefore} from '../run/effects.ts';
import type {Actor} from '../run/event.ts';
import type {Intent, OpenPrompt} from '../run/intent.ts';
import type {RunState} from '../run/state.ts';
import type {Answers} from '../runbook/prepared-answers.ts';
import {whoIsAway} from './injects/who-is-away.ts';
import type {OpenRun} from './join-run.ts';
import {intentFromAnswer, preparedFor, valueIn} from './prepared-answer.ts';
import {systemClock} from './system-clock.ts';

/** What answers, and whose word it is. */
export type Voice = {
  /** Step id or path → a branch, `done`, the parts of a group in their order, or `{value, reason, by}`. */
  readonly answers: Answers;
  readonly actor: Actor;
  /** In a drill approvals are given by the robot and marked so; confirmations too where nobody sits at the terminal. */
  readonly gates: 'none' | 'approvals' | 'all';
};

/** The voice that speaks now, and whether nobody else can: only then it picks, and takes the way back that the author proposes. */
export type Speaker = Voice & {readonly isAlone: boolean};

export const robot: Actor = {name: 'drill robot', via: 'robot'};

/** What only a person can say: the open questions, or that a pause is over. */
export type Stuck = {readonly prompts: readonly OpenPrompt[]; readonly paused: boolean};

/**
 * Answers what it can, one question at a time, whenever the run has changed, and says what is left. The returned function
 * looks again: another voice may speak now.
 */
export const speakFor = (run: OpenRun, voiceNow: () => Speaker, onStuck: (stuck: Stuck) => void): (() => void) => {
  let isDue = false;
  let forget = nothing;
  const look = (): void => {
    isDue = false;
    if (run.engine.state.status === 'ended') {
      return;
    }
    const prompts = run.engine.prompts();
    const voice = voiceNow();
    const {answerable, mayCome, leftMs} = whoIsAway(run, prompts);
    forget();
    forget = leftMs === undefined ? nothing : systemClock.after(leftMs, soon);
    for (const prompt of answerable) {
      const intent = intentFor(run.engine.state, prompt, voice);
      if (intent && run.engine.answer(intent, voice.actor).accepted) {
        return;
      }
    }
    const {paused} = run.engine.state;
    // In a pause nothing starts, so there may be nothing to ask about either.
    if ((prompts.length > 0 || paused) && run.engine.isIdle() && !mayCome) {
      onStuck({prompts, paused});
    }
  };
  const soon = (): void => {
    if (!isDue) {
      isDue = true;
      setImmediate(look);
    }
  };
  run.session.subscribe(soon);
  soon();
  return soon;
};

const nothing = (): void => {};

const intentFor = (state: RunState, prompt: OpenPrompt, voice: Speaker): Intent | undefined => {
  const {step, attempt, kind} = prompt;
  const place = {step, attempt};
  const id = state.steps.get(step)?.outline.id ?? '';
  const again = prompt.lacks && lackingIn(state, voice, prompt.lacks.step);
  if (again !== undefined) {
    return {intent: 'give', value: again, ...place};
  }
  const given = preparedFor(voice.answers, step, id);
  const prepared = given === undefined ? undefined : intentFromAnswer(state, prompt, given);
  if (prepared) {
    return prepared;
  }
  // An answer to the step's own question says nothing of what comes when the order is at its end, or when the step is held.
  if (voice.isAlone && (kind === 'pick' || kind === 'held')) {
    return goOnAlone(state, prompt);
  }
  if (given !== undefined) {
    return undefined;
  }
  if (kind === 'approval' && voice.gates !== 'none') {
    return {intent: 'approve', ...place};
  }
  const expected = state.steps.get(step)?.prompt?.expected;
  return voice.gates === 'all' && kind === 'confirmation' && expected !== undefined
    ? {intent: 'confirm', value: expected, ...place}
    : undefined;
};

/** What was answered beforehand is known after a crash too. */
const lackingIn = ({steps}: RunState, {answers}: Voice, path: string): string | undefined => {
  const giver = steps.get(path)?.outline;
  const given = giver?.kind === 'input' ? preparedFor(answers, path, giver.id) : undefined;
  return given === undefined ? undefined : valueIn(given);
};

/** Where somebody sits, which step comes next and whether anything is undone are for that person to say. */
const goOnAlone = (state: RunState, {step, attempt, kind, options}: OpenPrompt): Intent | undefined => {
  // Where nobody sits nobody minds which comes first: the order is that of the page.
  const [first] = options ?? [];
  if (kind === 'pick' && first) {
    return {intent: 'pick', value: first.name, step, attempt};
  }
  // What the author proposes is confirmed by whoever lets the run go on alone, once.
  const held = state.steps.get(step);
  return kind === 'held' && held?.then?.do === 'hold' && held.then.undoTo !== undefined && !wasUndoneBefore(state, step)
    ? {intent: 'undo_to', value: held.then.undoTo, step, attempt}
    : undefined;
};
