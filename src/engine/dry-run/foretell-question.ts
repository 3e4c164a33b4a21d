/** What a step would ask of a person, as it would be put. */
import {type Result, succeed} from '../../base/result.ts';
import type {Prompt} from '../../run/shown.ts';
import type {Text} from '../../runbook/action.ts';
import type {Expression, Step, StepOf} from '../../runbook/runbook.ts';
import {openText} from '../../runbook/texts/open-texts.ts';
import {approvalPrompt, decisionPrompt, inputPrompt, instructionPrompt} from '../questions/prompts.ts';
import {safePrompt, textsOf} from '../secrets/hidden-texts.ts';
import {makeValue} from '../values/made-values.ts';
import {type KnownNow, openingAt, type Place} from './known-now.ts';

/** The question of a prompt or a decision; nothing for a step that asks nobody. */
export const foretellQuestion = (known: KnownNow, place: Place, step: Step): Result<Prompt> | undefined => {
  const values = known.values.at(place.path);
  const opening = openingAt(known, place);
  const prompt = promptOf(known, place, {step, open: text => openText(text, opening)});
  if (!prompt?.ok) {
    return prompt;
  }
  return succeed(safePrompt(prompt.value, textsOf(values.hide)));
};

type Opened = {readonly step: Step; readonly open: (text: Text) => Text};

const promptOf = (known: KnownNow, place: Place, {step, open}: Opened): Result<Prompt> | undefined => {
  const masked = {masked: known.values.at(place.path).scope('masked')};
  switch (step.kind) {
    case 'instruction':
      return instructionPrompt(openInstruction(step, open), masked);
    case 'input':
      return inputPrompt({...step, ask: open(step.ask)}, masked);
    case 'approval':
      return approvalPrompt({...step, ask: open(step.ask)}, {...masked, who: role => known.state.roles[role]});
    case 'decision':
      return step.choose === undefined
        ? decisionPrompt({...step, ask: open(step.ask)}, masked, {proposal: proposalOf(known, place, step)})
        : undefined;
    default:
      return undefined;
  }
};

const openInstruction = (step: StepOf<'instruction'>, open: Opened['open']): StepOf<'instruction'> => ({
  ...step,
  do: open(step.do),
  checklist: step.checklist.map(open),
  ...(step.paste !== undefined && {paste: open(step.paste)}),
  ...(step.reveal !== undefined && {reveal: open(step.reveal)}),
});

const proposalOf = (known: KnownNow, place: Place, {propose, branches}: StepOf<'decision'>): string | undefined => {
  const made = propose === undefined ? undefined : branchFor(known, place, propose);
  return made?.ok ? branches.find(({name}) => name === made.value)?.name : undefined;
};

/** The branch that an expression names, where that can be told; a part of a secret is no more to be seen than the whole. */
export const branchFor = (known: KnownNow, place: Place, expression: Expression): Result<string | undefined> => {
  const part = openingAt(known, place)(expression);
  if (part.is === 'open') {
    return succeed(undefined);
  }
  const made = makeValue(part.expression, known.values.at(place.path));
  return made.ok ? succeed(String(made.value.value)) : made;
};
