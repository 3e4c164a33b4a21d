/** What a person says about the step that is being asked: the facts it leads to, or the sentence that refuses it. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Wanted} from '../../machine/wanted.ts';
import type {FactBody} from '../../run/event.ts';
import {isLacking} from '../../run/lacking.ts';
import type {Path} from '../../run/path.ts';
import {readInput} from '../../runbook/inputs.ts';
import {placesOf} from '../actions/connections-given.ts';
import {stepValues} from '../actions/judge.ts';
import {type Context, stateAt, stepAt, valuesAt} from '../context.ts';
import {followed, targetOf} from '../failure.ts';
import {jump, undo} from '../going-back/detours.ts';
import {cannotGive, give} from '../secrets/give.ts';
import {reveal} from '../secrets/reveal.ts';
import {isConnection} from '../secrets/secrets.ts';
import type {Answer} from './answered-step.ts';
import {approve} from './approve.ts';
import {changeInput} from './change-input.ts';
import {gateToPass} from './gates.ts';

type Facts = Result<readonly FactBody[]>;

export const answerStep = (context: Context, answer: Answer): Facts => {
  const {item, move, intent} = answer;
  if (item.want === 'undo-answer' || item.want === 'undo-hold') {
    return answerUndo(item, answer);
  }
  const {path: step, attempt, policy} = item;
  const {reason} = intent;
  if (move === 'cannot' && isLacking(stateAt(context.state, step))) {
    return withReason(reason, 'Why can it not be given? A reason is needed.', why => cannotGive(context, item, why));
  }
  switch (move) {
    case 'tick':
      return tick(context, answer);
    case 'done':
      return done(context, answer);
    case 'reveal':
      return reveal(context, answer);
    case 'cannot':
      return withReason(reason, 'Why can it not be done? A reason is needed.', why => [
        {type: 'failed', step, attempt, reason: why, then: followed(context, step, policy.onFailure)},
      ]);
    case 'choose':
      return choose(context, answer);
    case 'answer':
      return answerInput(context, answer);
    case 'pick':
      return pick(answer);
    case 'approve':
      return approve(context, answer);
    case 'reject':
      return withReason(reason, 'A no-go needs a reason.', why => [
        {type: 'failed', step, attempt, reason: why, rejected: true, then: followed(context, step, policy.onNoGo)},
      ]);
    case 'confirm':
      return confirm(context, answer);
    case 'retry':
      return succeed([{type: 'retried', step, attempt, ...(reason !== undefined && {reason})}]);
    case 'skip':
      return pastNoGate(context, step, () =>
        withReason(reason, 'Skipping needs a reason.', why => [{type: 'skipped', step, reason: why}]),
      );
    case 'override':
      return pastNoGate(context, step, () =>
        withReason(reason, 'How do you know that it is done? A reason is needed.', why => [
          {type: 'overridden', step, reason: why},
        ]),
      );
    case 'give':
      return give(context, answer);
    case 'set':
      return changeInput(context, answer);
    case 'undo':
    case 'undo_to':
      return undo(context, intent, step);
    case 'jump':
      return jump(context, intent);
    case 'resolve':
      return resolve(answer);
    case 'escalate':
      return escalate(context, answer);
  }
};

/** What a person says of an undo: that it is done by hand, cannot be done, is tried again, or is left. */
const answerUndo = ({path: step, attempt, of = attempt}: Wanted, {move, intent}: Answer): Facts => {
  const place = {step, attempt, of};
  const {reason} = intent;
  switch (move) {
    case 'done':
      return succeed([{type: 'undone', ...place, ...(reason !== undefined && {reason})}]);
    case 'cannot':
      return withReason(reason, 'Why can it not be undone? A reason is needed.', why => [
        {type: 'undo-failed', ...place, reason: why},
      ]);
    case 'retry':
      return succeed([{type: 'undo-retried', ...place, ...(reason !== undefined && {reason})}]);
    case 'override':
      return withReason(reason, 'How do you know that it is undone? A reason is needed.', why => [
        {type: 'undone', ...place, reason: why},
      ]);
    case 'skip':
      return withReason(reason, 'Why does it stay? A reason is needed.', why => [
        {type: 'undo-skipped', ...place, reason: why},
      ]);
    default:
      return fail(`"${move}" is not possible here.`);
  }
};

/** What is skipped or said to be done as a whole takes no gate with it that has not opened. */
const pastNoGate = ({state}: Context, path: Path, facts: () => Facts): Facts => {
  const gate = gateToPass(state, stateAt(state, path));
  return gate === undefined
    ? facts()
    : fail(`"${gate}" stands in it, and its go was not given: nobody gets past a gate like that.`);
};

const withReason = (
  reason: string | undefined,
  question: string,
  facts: (reason: string) => readonly FactBody[],
): Facts => (reason === undefined || reason.trim() === '' ? fail(question) : succeed(facts(reason)));

const tick = (context: Context, {item, intent}: Answer): Facts => {
  const {path: step, attempt, policy} = item;
  const {value} = intent;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value >= policy.checklist) {
    return fail(`Which one? Give its index, 0 to ${policy.checklist - 1}.`);
  }
  return stateAt(context.state, step).ticked.has(value)
    ? fail('That one is ticked already.')
    : succeed([{type: 'ticked', step, attempt, index: value}]);
};

const done = (context: Context, {item}: Answer): Facts => {
  const {path: step, attempt, policy} = item;
  const missing = policy.checklist - stateAt(context.state, step).ticked.size;
  if (missing > 0) {
    return fail(`${missing} of ${policy.checklist} are not ticked yet.`);
  }
  const values = stepValues(stepAt(context.forest, step).step, {}, valuesAt(context, item));
  if (!values.ok) {
    const reason = `It was done, but ${values.reason}`;
    return succeed([{type: 'failed', step, attempt, reason, then: {do: 'hold'}}]);
  }
  const {recoveryPoint} = values.value;
  const extra = recoveryPoint === undefined ? {} : {recoveryPoint};
  return succeed([
    policy.verify
      ? {type: 'performed', step, attempt, result: null, ...extra}
      : {type: 'succeeded', step, attempt, ...extra},
  ]);
};

const choose = (context: Context, {item, intent}: Answer): Facts => {
  const {path: step, attempt, policy} = item;
  const {value, reason} = intent;
  const branch = policy.branches.find(({name}) => name === value);
  if (!branch) {
    const ways = policy.branches.map(({name}) => name).join(', ');
    return fail(`"${String(value)}" is no way from here; there are ${ways}.`);
  }
  return succeed([
    {
      type: 'chosen',
      step,
      attempt,
      branch: branch.name,
      ...(branch.goto !== undefined && {goto: targetOf(context, step, branch.goto)}),
      ...(reason !== undefined && {reason}),
    },
  ]);
};

/** A value is read as a typed input is; a secret one is kept in memory and never recorded. */
const answerInput = (context: Context, {item, intent}: Answer): Facts => {
  const {path, attempt} = item;
  const {step} = stepAt(context.forest, path);
  if (step.kind !== 'input') {
    return fail('No value is asked for here.');
  }
  const nowMs = context.clock.nowMs();
  const zoneOffsetMinutes = -new Date(nowMs).getTimezoneOffset();
  const read = readInput(step.declaration, intent.value ?? null, {nowMs, zoneOffsetMinutes});
  if (!read.ok) {
    return fail(`That does not do: ${read.reason}.`);
  }
  const values = valuesAt(context, item);
  const isSecret =
    read.value !== null &&
    (step.declaration.type === 'secret' || isConnection(step.declaration) || values.holdsSecret(read.value));
  if (isSecret) {
    values.keepSecretOutput(step.id, 'value', read.value);
  }
  const places = isConnection(step.declaration) && read.value !== null ? {places: placesOf(read.value)} : {};
  return succeed([{type: 'succeeded', step: path, attempt, outputs: isSecret ? {} : {value: read.value}, ...places}]);
};

const pick = ({item, intent}: Answer): Facts => {
  const {path: step, attempt, policy, picked = []} = item;
  const left = policy.lanes.filter(name => !picked.includes(name));
  const {value} = intent;
  return typeof value === 'string' && left.includes(value)
    ? succeed([{type: 'picked', step, attempt, inner: value}])
    : fail(`Which one? There are ${left.join(', ')}.`);
};

const confirm = (context: Context, {item, intent}: Answer): Facts => {
  const {path: step, attempt} = item;
  const expected = stateAt(context.state, step).prompt?.expected ?? '';
  const value = String(intent.value ?? '').trim();
  return value !== '' && value === expected.trim()
    ? succeed([{type: 'confirmed', step, attempt, value}])
    : fail('That is not the name of the target; nothing was done.');
};

const resolve = ({item, intent}: Answer): Facts => {
  const {path: step, attempt} = item;
  const {value, reason} = intent;
  if (value !== 'done' && value !== 'again' && value !== 'failed') {
    return fail('An unknown outcome is resolved as done, again or failed.');
  }
  return withReason(reason, 'How do you know? A reason is needed.', why => [
    {type: 'resolved', step, attempt, as: value, by: 'person', reason: why},
  ]);
};

/** Somebody else is called to the step; it goes on being asked, or held, until it is answered. */
const escalate = ({state}: Context, {item, intent}: Answer): Facts => {
  const {path: step, attempt} = item;
  const role = String(intent.value ?? '').trim();
  if (!Object.hasOwn(state.roles, role)) {
    return fail(`Whom to call? There are the roles ${Object.keys(state.roles).join(', ')}.`);
  }
  return withReason(intent.reason, 'Why is somebody called? A reason is needed.', why => [
    {type: 'escalated', step, attempt, to: role, reason: why},
  ]);
};
