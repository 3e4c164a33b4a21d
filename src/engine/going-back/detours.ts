/** What a person asks for to go back or elsewhere: undo a step, undo back to one, jump. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {isActing} from '../../machine/wanted.ts';
import {attemptsOf, attemptsSince, isWithin, scopeOf, wasUndoneBefore} from '../../run/effects.ts';
import type {AttemptName, FactBody, StartAt} from '../../run/event.ts';
import type {Intent} from '../../run/intent.ts';
import {blockOf, ownerOf, type Path} from '../../run/path.ts';
import type {Effect, RunState} from '../../run/state.ts';
import {type Context, stateAt} from '../context.ts';
import {inFacts} from '../in-facts.ts';
import {gateBefore} from '../questions/gates.ts';

type Facts = Result<readonly FactBody[]>;

/** Undoes this step alone, or everything back to a step; the list is frozen in the fact. */
export const undo = (context: Context, intent: Intent, held: Path): Facts => {
  const {state} = context;
  const {then} = stateAt(state, held);
  const proposed = then?.do === 'hold' ? then : undefined;
  const to = intent.intent === 'undo' ? succeed(held) : stepNamed(state, intent.value ?? proposed?.undoTo);
  if (!to.ok) {
    return to;
  }
  const isAlone = intent.intent === 'undo';
  const effects = isAlone ? attemptsOf(state, held) : attemptsSince(state, to.value);
  const objection = (isAlone ? undefined : whyAhead(state, to.value)) ?? whyNotUndone(context, effects, isAlone);
  if (objection !== undefined) {
    return fail(objection);
  }
  // What the author leads on to is taken once: the second time a person decides.
  const thenTo = proposed?.undoTo === to.value && !hasLedOn(context, to.value) ? proposed.thenTo : undefined;
  const place = {step: to.value, attempt: stateAt(state, to.value).attempt};
  const parts = inFacts(effects.map(({step, attempt}) => ({step, attempt})));
  const before = parts.slice(0, -1);
  const listed = before.reduce((sum, part) => sum + part.length, 0);
  return succeed([
    ...before.map((attempts, index): FactBody => {
      const from = before.slice(0, index).reduce((sum, part) => sum + part.length, 0);
      return {type: 'undo-listed', ...place, from, attempts};
    }),
    {
      type: 'undo-started',
      ...place,
      attempts: parts.at(-1) ?? [],
      ...(listed > 0 && {listed}),
      reason: intent.reason ?? (proposed ? 'as the runbook proposes' : 'asked by the operator'),
      ...(thenTo !== undefined && {thenTo}),
    },
  ]);
};

const whyNotUndone = (context: Context, effects: readonly Effect[], isAlone: boolean): string | undefined => {
  const {state} = context;
  if (effects.length === 0 && isAlone) {
    return 'Nothing of this step is left that could be undone.';
  }
  const gone = effects.find(effect => isFinal(state, effect));
  if (gone) {
    return `There is no way back over "${stateAt(state, gone.step).outline.title}": it was a point of no return.`;
  }
  return isActing(context.position()) ? 'A step is still running; nothing is undone before it is over.' : undefined;
};

/** Stands at another step and leaves everything as it is: a deviation, so it owes a reason. */
export const jump = (context: Pick<Context, 'state' | 'position'>, intent: Intent): Facts => {
  const to = jumpTo(context, intent);
  return to.ok ? succeed([{type: 'jumped', ...to.value}]) : to;
};

/** Where a jump leads, or why there is none: nobody jumps over a gate, or while something acts. */
export const jumpTo = (context: Pick<Context, 'state' | 'position'>, intent: Intent): Result<StartAt> => {
  if (intent.reason === undefined || intent.reason.trim() === '') {
    return fail('A jump needs a reason.');
  }
  const to = stepNamed(context.state, intent.value);
  if (!to.ok) {
    return to;
  }
  const gate = gateBefore(context.state, to.value);
  if (gate !== undefined) {
    return fail(`"${gate}" stands before it, and its go was not given: nobody jumps over a gate.`);
  }
  if (isActing(context.position())) {
    return fail('A step is still running; the run can jump when it is over.');
  }
  const unknown = unknownBeside(context.state, to.value);
  if (unknown !== undefined) {
    return fail(`Nobody knows yet how "${unknown}" ended: say so first, or it would be left behind unanswered.`);
  }
  const step = to.value;
  const attempt = stateAt(context.state, step).attempt;
  return succeed({step, attempt, around: attemptsAround(context.state, step), reason: intent.reason});
};

/** A jump leaves what stands open in its part of the run; an outcome that nobody knows would never be told. */
const unknownBeside = (state: RunState, to: Path): string | undefined => {
  const scope = scopeOf(state, to);
  return [...state.steps.values()].find(({status, path}) => status === 'unknown' && isWithin(path, scope))?.outline
    .title;
};

/** Back is where the run has been and does not stand before: what lies ahead is jumped to, with a reason and past no gate. */
const whyAhead = (state: RunState, path: Path): string | undefined => {
  const {firstSeq, status, outline} = stateAt(state, path);
  if (firstSeq === undefined || status === 'pending' || status === 'not-reached') {
    return `The run does not go back to "${outline.title}": it lies ahead.`;
  }
  const gate = gateBefore(state, path);
  return gate === undefined ? undefined : `"${gate}" stands before it, and its go was not given.`;
};

/** The groups around a step are entered as attempts of their own. */
export const attemptsAround = (state: RunState, path: Path): readonly AttemptName[] => {
  const around: AttemptName[] = [];
  for (let block = blockOf(path); block !== ''; block = blockOf(ownerOf(block))) {
    const step = ownerOf(block);
    const owner = state.steps.get(step);
    if (step === path || !owner) {
      break;
    }
    around.push({step, attempt: owner.attempt + (owner.status === 'running' ? 0 : 1)});
  }
  return around;
};

/** It was done once, whatever became of the step later. */
const isFinal = (state: RunState, {step, isDone}: Effect): boolean =>
  stateAt(state, step).outline.pointOfNoReturn && isDone === true;

const hasLedOn = ({state}: Context, to: Path): boolean => wasUndoneBefore(state, to);

/** A path, or the id of the one step that is called so. */
const stepNamed = (state: RunState, value: Intent['value']): Result<Path> => {
  const name = String(value ?? '');
  if (state.steps.has(name)) {
    return succeed(name);
  }
  const found = [...state.steps.values()].filter(({outline}) => outline.id === name).map(({path}) => path);
  const [path, second] = found;
  if (path === undefined) {
    return fail(name === '' ? 'Which step? Name it.' : `There is no step "${name}".`);
  }
  return second === undefined
    ? succeed(path)
    : fail(`"${name}" is in several items; name one: ${found.slice(0, 6).join(', ')}.`);
};
