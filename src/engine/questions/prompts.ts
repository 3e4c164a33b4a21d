/** The questions that steps put to people, as they stand on the screen: texts filled in, secrets masked. */
import type {Json} from '../../base/canonical-json.ts';
import {type Result, succeed} from '../../base/result.ts';
import type {Prompt} from '../../run/shown.ts';
import type {Scope} from '../../runbook/expressions/scope.ts';
import type {Step, StepOf} from '../../runbook/runbook.ts';
import {fillString} from '../../runbook/texts/text.ts';
import {isConnection} from '../secrets/secrets.ts';
import {clipped} from '../short-text.ts';

/** What they are filled in with: what may be seen. */
export type Masked = {readonly masked: Scope};

/** The target's own name, before anything is done to it; of a step with `each` for all its items. */
export const confirmationPrompt = (step: Step, {masked}: Masked, items: readonly Json[]): Result<Prompt> => {
  const expected = fillString(step.confirm?.type ?? '', masked);
  return expected.ok
    ? succeed({
        kind: 'confirmation',
        ask: `Type ${expected.value} to go on: ${step.title}`,
        expected: expected.value,
        ...(step.each && {items: itemsShown(items)}),
      })
    : expected;
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

/** A value in the middle of a run. */
export const inputPrompt = ({ask, declaration}: StepOf<'input'>, {masked}: Masked): Result<Prompt> => {
  const text = fillString(ask, masked);
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

/** What a person does, point by point. */
export const instructionPrompt = (step: StepOf<'instruction'>, {masked}: Masked): Result<Prompt> => {
  const text = fillString(step.do, masked);
  const paste = step.paste === undefined ? undefined : fillString(step.paste, masked);
  const checklist = step.checklist.map(item => fillString(item, masked));
  const reveals = step.reveal === undefined ? undefined : fillString(step.reveal, masked);
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

type Who = (role: string) => {readonly contact: string; readonly name: string} | undefined;

/** Go or no-go, and who may say it. */
export const approvalPrompt = (
  step: StepOf<'approval'>,
  {masked, who}: Masked & {readonly who: Who},
): Result<Prompt> => {
  const text = fillString(step.ask, masked);
  if (!text.ok) {
    return text;
  }
  const from = step.from.map(role => {
    const {contact = role, name = role} = who(role) ?? {};
    return {role, contact, name};
  });
  return succeed({kind: 'approval', ask: text.value, from, need: step.need});
};

export type Ways = {
  readonly proposal?: string | undefined;
  /** Up to when each branch restores data, by its name. */
  readonly points?: ReadonlyMap<string, string>;
};

/** Which way to go; a proposal that cannot be told is left out, since a person decides anyway. */
export const decisionPrompt = (
  step: StepOf<'decision'>,
  {masked}: Masked,
  {proposal, points}: Ways = {},
): Result<Prompt> => {
  const text = fillString(step.ask, masked);
  const options = step.branches.map(({name, title}) => {
    const recoveryPoint = points?.get(name);
    return {name, title, ...(recoveryPoint !== undefined && {recoveryPoint})};
  });
  return text.ok
    ? succeed({kind: 'decision', ask: text.value, options, ...(proposal !== undefined && {proposal})})
    : text;
};
