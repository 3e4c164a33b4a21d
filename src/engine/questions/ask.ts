/** Putting a question to a person: its texts are filled in with values of now, secrets masked, and recorded as it was put. */
import {type Result, succeed} from '../../base/result.ts';
import {challengeText} from '../../journal/signing/challenge.ts';
import type {Wanted} from '../../machine/wanted.ts';
import type {Prompt} from '../../run/shown.ts';
import type {Step, StepOf} from '../../runbook/runbook.ts';
import {fillString} from '../../runbook/texts/text.ts';
import {fillAction} from '../actions/resolve.ts';
import {endSimulated} from '../actions/simulate.ts';
import {withTouches} from '../actions/touches.ts';
import {actionHere, type Context, isSimulated, stateAt, stepAt, valuesAt} from '../context.ts';
import {failStep} from '../failure.ts';
import {branchPoints} from './branch-points.ts';
import {
  approvalPrompt,
  confirmationPrompt,
  decisionPrompt,
  inputPrompt,
  instructionPrompt,
  type Masked,
} from './prompts.ts';

type Asking<Of extends Step> = {readonly attempt: number; readonly step: Of};

/** Asks for the target's own name before anything is done to it. */
export const askConfirmation = (context: Context, item: Wanted, {attempt, step}: Asking<Step>): void => {
  const {items = []} = stateAt(context.state, item.path);
  ask(context, item, {attempt, prompt: confirmationPrompt(step, maskedFor(context, item), items)});
};

/** Asks for something to be done by hand, or for go or no-go. */
export const askPrompt = (
  context: Context,
  item: Wanted,
  {attempt, step}: Asking<StepOf<'instruction'> | StepOf<'input'> | StepOf<'approval'>>,
): void => {
  const masked = maskedFor(context, item);
  if (step.kind === 'approval') {
    const who = (role: string) => context.state.roles[role] ?? context.roles[role];
    ask(context, item, {attempt, prompt: approvalPrompt(step, {...masked, who})});
    return;
  }
  ask(context, item, {
    attempt,
    prompt: step.kind === 'input' ? inputPrompt(step, masked) : instructionPrompt(step, masked),
  });
  if (isSimulated(context, step) && context.isWanted({...item, want: 'answer', attempt})) {
    endSimulated(context, {...item, want: 'answer', attempt});
  }
};

/** Whoever was told must say that they have heard it. */
export const askHeard = (context: Context, item: Wanted): void => {
  const {step} = stepAt(context.forest, item.path);
  const message = step.shape === 'action' && step.action.kind === 'notify' ? step.action : undefined;
  const told = fillString(message?.text ?? '', valuesAt(context, item).scope('masked'));
  const to = (message?.to ?? []).map(role => context.state.roles[role]?.name ?? role).join(', ');
  const prompt: Result<Prompt> = told.ok
    ? succeed({kind: 'instruction', ask: `Has ${to} heard this? ${told.value}`})
    : told;
  ask(context, item, {attempt: item.attempt, prompt});
};

/** Asks which way to go. */
export const askDecision = (
  context: Context,
  item: Wanted,
  {attempt, step, proposal}: Asking<StepOf<'decision'>> & {readonly proposal: string | undefined},
): void => {
  const ways = {proposal, points: branchPoints(context, item)};
  ask(context, item, {attempt, prompt: decisionPrompt(step, maskedFor(context, item), ways)});
};

const maskedFor = (context: Context, item: Wanted): Masked => ({masked: valuesAt(context, item).scope('masked')});

const ask = (
  context: Context,
  item: Wanted,
  {attempt, prompt}: {readonly attempt: number; readonly prompt: Result<Prompt>},
): void => {
  if (!prompt.ok) {
    failStep(context, item, {attempt, reason: prompt.reason, then: {do: 'hold'}});
    return;
  }
  const {step} = stepAt(context.forest, item.path);
  const filled =
    step.shape === 'action' && item.policy.opens === 'none'
      ? fillAction(actionHere(context, step, step.action), valuesAt(context, item))
      : undefined;
  context.record(item, {
    type: 'asked',
    step: item.path,
    attempt,
    prompt: prompt.value,
    ...(filled?.ok && {shown: withTouches(filled.value.shown, step, valuesAt(context, item))}),
    ...(prompt.value.kind === 'approval' && {challenge: challengeOf(context, {...item, attempt}, prompt.value)}),
  });
};

/** What an approver signs, of the words as they are recorded: whoever reads the journal later must be able to make it again. */
export const challengeOf = (context: Context, {path, attempt}: Wanted, {ask: words}: Prompt): string =>
  challengeText({
    run: context.state.run,
    step: path,
    attempt,
    ask: context.values.hide(words).toWellFormed(),
    head: context.head(),
  });
