/** Undoing, attempt by attempt: by the action that the runbook has for it, or by a person, to whom it is said what to take back. */
import {succeed} from '../../base/result.ts';
import type {Wanted} from '../../machine/wanted.ts';
import {includeAround} from '../../run/included.ts';
import {keptOutput, type Prompt} from '../../run/shown.ts';
import type {ToldThen} from '../../run/state.ts';
import type {Step} from '../../runbook/runbook.ts';
import {expressionsOf} from '../../runbook/step-reads.ts';
import {fillString} from '../../runbook/texts/text.ts';
import {timeoutFor} from '../../runbook/timeouts.ts';
import {connectionsOf} from '../actions/connections-of.ts';
import {asWritten} from '../actions/former.ts';
import type {Ended} from '../actions/perform.ts';
import {fillAction} from '../actions/resolve.ts';
import type {PerformRequest, ResolvedAction} from '../actions/runner.ts';
import {terminalFor} from '../actions/terminal-for.ts';
import {type Context, stateAt, stepAt} from '../context.ts';
import {waitsForSecret} from '../secrets/lacking.ts';
import type {Values} from '../values/values.ts';
import {attemptsAround} from './detours.ts';

/** Begins to undo the attempt that is next. In a drill too, the target is proved first. */
export const undoNext = (context: Context, item: Wanted): void => {
  const {step} = stepAt(context.forest, item.path);
  const {undo} = step;
  const attempt = stateAt(context.state, item.path).attempt + 1;
  if (waitsForSecret(context, item, {attempt, reads: expressionsOf(undo)})) {
    return;
  }
  if (undo === undefined || undo.kind === 'instruction' || hasLostSecrets(context, item)) {
    askToUndo(context, item, step);
    return;
  }
  const place = placeOf(context, item);
  const filled = fillAction(undo, valuesThen(context, item));
  const seated = filled.ok ? terminalFor(context, filled.value.action) : filled;
  if (!filled.ok || !seated.ok) {
    const reason = seated.ok ? '' : seated.reason;
    context.record(item, {type: 'undo-failed', ...place, reason});
    return;
  }
  const {action, shown} = filled.value;
  context.work(item, async () => {
    const safe =
      context.state.mode === 'drill' ? await context.safeguard(connectionsOf(action), action) : succeed(undefined);
    if (!safe.ok) {
      context.record(item, {type: 'undo-failed', ...place, reason: safe.reason});
    } else if (context.isWanted(item)) {
      context.record(item, {type: 'undo-began', ...place, shown, timeoutMs: timeoutFor(step, action)});
      const undoing: Wanted = {...item, want: 'undoing', attempt: place.attempt};
      context.work(undoing, async () => {
        const performed = await context.runners.perform(requestOf(context, undoing, action), () => {});
        finishUndo(context, undoing, {performed, late: false});
      });
    }
  });
};

/** The undo that a former session began is found again; where nothing tells how it ended, a person says so. */
export const findUndo = (context: Context, item: Wanted): void => {
  const {undo} = stepAt(context.forest, item.path).step;
  if (undo === undefined || undo.kind === 'instruction') {
    return;
  }
  const filled = fillAction(undo, valuesThen(context, item));
  const {began} = stateAt(context.state, item.path);
  context.work(item, async () => {
    const request = requestOf(context, item, filled.ok ? filled.value.action : asWritten(undo));
    let found = await context.runners.find(request, began?.session ?? 1);
    while (found.found === 'running') {
      found = await found.ended;
    }
    if (found.found === 'finished') {
      finishUndo(context, item, {performed: found.performed, late: true});
    } else {
      const reason = `nobody knows how the undo ended: ${found.cause}`;
      context.record(item, {type: 'undo-failed', step: item.path, attempt: item.attempt, of: item.of ?? 0, reason});
    }
  });
};

/** All is undone: the run stands held before the step, or where its author leads on. */
export const endUndo = (context: Context, item: Wanted): void => {
  const thenTo = context.position().undoing?.thenTo;
  context.record(item, {
    type: 'undo-ended',
    step: item.path,
    attempt: item.attempt,
    around: attemptsAround(context.state, thenTo ?? item.path),
    ...(thenTo !== undefined && {thenTo}),
  });
};

/** An undo takes back what that attempt did, with what it was told then. */
const toldOf = ({state}: Context, {path, attempt, of = attempt}: Wanted): ToldThen | undefined =>
  state.effects.find(effect => effect.step === path && effect.attempt === of)?.told;

/** Items and inputs that held secrets may be others by now: only a person can tell. */
const hasLostSecrets = (context: Context, item: Wanted): boolean => {
  const {itemsMasked, included} = toldOf(context, item) ?? {};
  const isOther = included !== undefined && includeAround(context.state, item.path)?.inputs !== included.inputs;
  const given = valuesThen(context, item).scope('real').inputs;
  const isLost = (name: string): boolean => typeof given === 'object' && given !== null && !Object.hasOwn(given, name);
  return (
    itemsMasked === true ||
    (isOther && included.secretInputs.length > 0) ||
    included?.secretInputs.some(isLost) === true
  );
};

const valuesThen = (context: Context, item: Wanted): Values => context.values.at(item.path, toldOf(context, item));

const placeOf = ({state}: Context, {path, attempt, of = attempt}: Wanted) => ({
  step: path,
  // An undo is an attempt of its own, so that its output has a name for ever.
  attempt: stateAt(state, path).attempt + 1,
  of,
});

const askToUndo = (context: Context, item: Wanted, {undo, title}: Step): void => {
  const place = placeOf(context, item);
  const text =
    undo?.kind === 'instruction'
      ? fillString(undo.do, valuesThen(context, item).scope('masked'))
      : succeed(
          `The runbook does not say how "${title}" is undone. Take back by hand what attempt ${place.of} did, or say with a reason that it stays.`,
        );
  if (!text.ok) {
    context.record(item, {type: 'undo-failed', ...place, reason: text.reason});
    return;
  }
  const prompt: Prompt = {kind: 'instruction', ask: text.value};
  context.record(item, {type: 'undo-began', ...place, prompt});
};

const requestOf = ({state, values, forest}: Context, item: Wanted, action: ResolvedAction): PerformRequest => ({
  attempt: {run: state.run, step: item.path, attempt: item.attempt},
  action,
  timeoutMs: timeoutFor(stepAt(forest, item.path).step, action),
  secrets: values.secrets(),
  use: 'action',
});

const finishUndo = (context: Context, item: Wanted, {performed, late}: Ended): void => {
  const {hide} = context.values;
  const place = {step: item.path, attempt: item.attempt, of: item.of ?? item.attempt};
  const extra = {
    result: {ok: performed.ok, ...(typeof performed.scope.exit === 'number' && {exit: performed.scope.exit})},
    ...keptOutput(performed),
    ...(late && {late: true as const}),
  };
  if (performed.ok) {
    context.record(item, {type: 'undone', ...place, ...extra});
  } else {
    context.record(item, {type: 'undo-failed', ...place, reason: hide(performed.reason ?? 'it failed'), ...extra});
  }
};
