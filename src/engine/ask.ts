/** Putting a question to a person: its texts are filled in with values of now, secrets masked, and recorded as it was put. */
import type {Json} from '../base/canonical-json.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {challengeText} from '../journal/challenge.ts';
import type {Wanted} from '../machine/wanted.ts';
import type {Prompt} from '../run/shown.ts';
import type {Step, StepOf} from '../runbook/runbook.ts';
import type {Scope} from '../runbook/scope.ts';
import {fillString} from '../runbook/text.ts';
import {actionHere, type Context, isSimulated, stateAt, stepAt, valuesAt} from './context.ts';
import {failStep} from './failure.ts';
import {fillAction} from './resolve.ts';
import {isConnection} from './secrets.ts';
import {clipped} from './short-text.ts';
import {endSimulated} from './simulate.ts';
import {withTouches} from './touches.ts';

type Asking<Of extends Step> = {readonly attempt: number; readonly step: Of};

/** Asks for the target's own name before anything is done to it. */
export const askConfirmation = (context: Context, item: Wanted, {attempt, step}: Asking<Step>): void => {
  const expected = fillString(step.confirm?.type ?? '', valuesAt(context, item).scope('masked'));
  const prompt: Result<Prompt> = expected.ok
    ? succeed({
        kind: 'confirmation',
        ask: `Type ${expected.value} to go on: ${step.title}`,
        expected: expected.value,
        ...(step.each && {items: itemsShown(stateAt(context.state, item.path).items ?? [])}),
      })
    : expected;
  ask(context, item, {attempt, prompt});
};

/** As many as a page has room for; what is long is cut. */
const itemsShownMax = 40;
const itemBytesMax = 200;

const itemsShown = (items: readonly Json[]): readonly string[] => [
  ...items
    .slice(0, itemsShownMax)
    .map(item => clipped(typeof item === 'string' ? item : JSON.stringify(item), itemBytesMax)),
  ...(items.length > itemsShownMax ? [`and ${items.length - itemsShownMax} more`] : []),
];

/** Asks for something to be done by hand, or for go or no-go. */
export const askPrompt = (
  context: Context,
  item: Wanted,
  {attempt, step}: Asking<StepOf<'instruction'> | StepOf<'input'> | StepOf<'approval'>>,
): void => {
  const scope = valuesAt(context, item).scope('masked');
  if (step.kind === 'approval') {
    ask(context, item, {attempt, prompt: approval(context, step, scope)});
    return;
  }
  ask(context, item, {attempt, prompt: step.kind === 'input' ? input(step, scope) : instruction(step, scope)});
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

/** Asks which way to go; a proposal that cannot be told is left out, since a person decides anyway. */
export const askDecision = (
  context: Context,
  item: Wanted,
  {attempt, step, proposal}: Asking<StepOf<'decision'>> & {readonly proposal: string | undefined},
): void => {
  const text = fillString(step.ask, valuesAt(context, item).scope('masked'));
  const options = step.branches.map(({name, title}) => ({name, title}));
  const prompt: Result<Prompt> = text.ok
    ? succeed({kind: 'decision', ask: text.value, options, ...(proposal !== undefined && {proposal})})
    : fail(text.reason);
  ask(context, item, {attempt, prompt});
};

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

const input = ({ask: question, declaration}: StepOf<'input'>, scope: Scope): Result<Prompt> => {
  const text = fillString(question, scope);
  const {type, of} = declaration;
  const options = type === 'choice' && Array.isArray(of) ? {options: of.map(name => ({name, title: name}))} : {};
  const isSecret = type === 'secret' || isConnection(declaration);
  return text.ok
    ? succeed({
        kind: 'input',
        ask: text.value,
        takes: type,
        ...options,
        ...(isSecret && {isSecret}),
        ...(declaration.optional && {isOptional: true}),
      })
    : text;
};

/** Of the words as they are recorded: whoever reads the journal later must be able to make it again. */
const challengeOf = (context: Context, {path, attempt}: Wanted, {ask: words}: Prompt): string =>
  challengeText({
    run: context.state.run,
    step: path,
    attempt,
    ask: context.values.hide(words).toWellFormed(),
    head: context.head(),
  });

const instruction = (step: StepOf<'instruction'>, scope: Scope): Result<Prompt> => {
  const text = fillString(step.do, scope);
  const paste = step.paste === undefined ? undefined : fillString(step.paste, scope);
  const checklist = step.checklist.map(item => fillString(item, scope));
  const reveals = step.reveal === undefined ? undefined : fillString(step.reveal, scope);
  const wrong = [text, ...checklist, ...(paste ? [paste] : []), ...(reveals ? [reveals] : [])].find(({ok}) => !ok);
  if (wrong && !wrong.ok) {
    return wrong;
  }
  return succeed({
    kind: 'instruction',
    ask: text.ok ? text.value : '',
    ...(checklist.length > 0 && {checklist: checklist.flatMap(item => (item.ok ? [item.value] : []))}),
    ...(paste?.ok && {paste: paste.value}),
    ...(reveals?.ok && {reveals: reveals.value}),
  });
};

const approval = (context: Context, step: StepOf<'approval'>, scope: Scope): Result<Prompt> => {
  const text = fillString(step.ask, scope);
  if (!text.ok) {
    return text;
  }
  const from = step.from.map(role => {
    const {contact = role, name = role} = context.state.roles[role] ?? context.roles[role] ?? {};
    return {role, contact, name};
  });
  return succeed({kind: 'approval', ask: text.value, from, need: step.need});
};
