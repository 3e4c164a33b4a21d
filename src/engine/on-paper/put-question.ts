/** The question that a person had on paper, recorded as it would have been put: a text that lacks a value stays as it is written. */
import {type Result, succeed} from '../../base/result.ts';
import type {Wanted} from '../../machine/wanted.ts';
import type {Prompt} from '../../run/shown.ts';
import type {Step} from '../../runbook/runbook.ts';
import {type Context, stateAt, stepAt, valuesAt} from '../context.ts';
import {challengeOf} from '../questions/ask.ts';
import {
  approvalPrompt,
  confirmationPrompt,
  decisionPrompt,
  inputPrompt,
  instructionPrompt,
} from '../questions/prompts.ts';

/** Records that the question was put, as a new attempt or the one that was confirmed. */
export const putQuestion = (context: Context, item: Wanted): void => {
  const {step} = stepAt(context.forest, item.path);
  const attempt = item.want === 'enter' ? stateAt(context.state, item.path).attempt + 1 : item.attempt;
  const made = promptFor(context, item, step);
  const prompt = made.ok ? made.value : asWritten(context, step);
  context.record(item, {
    type: 'asked',
    step: item.path,
    attempt,
    prompt,
    ...(prompt.kind === 'approval' && {challenge: challengeOf(context, {...item, attempt}, prompt)}),
  });
};

/** The name that must be typed before it begins; fails where what it is made of is not known here. */
export const confirmationFor = (context: Context, item: Wanted): Result<Prompt> => {
  const {step} = stepAt(context.forest, item.path);
  const {items = []} = stateAt(context.state, item.path);
  return confirmationPrompt(step, {masked: valuesAt(context, item).scope('masked')}, items);
};

const promptFor = (context: Context, item: Wanted, step: Step): Result<Prompt> => {
  const masked = {masked: valuesAt(context, item).scope('masked')};
  if (step.kind === 'approval') {
    return approvalPrompt(step, {...masked, who: role => holderOf(context, role)});
  }
  if (step.kind === 'input') {
    return inputPrompt(step, masked);
  }
  if (step.kind === 'instruction') {
    return instructionPrompt(step, masked);
  }
  return step.kind === 'decision' ? decisionPrompt(step, masked) : succeed({kind: 'instruction', ask: step.title});
};

/** Nothing is filled in. */
const asWritten = (context: Context, step: Step): Prompt => {
  if (step.kind === 'approval') {
    const from = step.from.map(role => {
      const {contact = role, name = role} = holderOf(context, role) ?? {};
      return {role, contact, name};
    });
    return {kind: 'approval', ask: step.ask, from, need: step.need};
  }
  if (step.kind === 'input') {
    return {kind: 'input', ask: step.ask, takes: step.declaration.type};
  }
  if (step.kind === 'instruction') {
    return {kind: 'instruction', ask: step.do, ...(step.checklist.length > 0 && {checklist: step.checklist})};
  }
  return step.kind === 'decision'
    ? {kind: 'decision', ask: step.ask, options: step.branches.map(({name, title}) => ({name, title}))}
    : {kind: 'instruction', ask: step.title};
};

const holderOf = (
  {state, roles}: Context,
  role: string,
): {readonly contact: string; readonly name: string} | undefined => state.roles[role] ?? roles[role];
