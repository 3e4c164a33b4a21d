/** Answers that stand on paper: a go, a way, a value. The question is recorded first, as it would have been put. */
import type {Json} from '../../base/canonical-json.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Wanted} from '../../machine/wanted.ts';
import {readInput} from '../../runbook/inputs.ts';
import type {StepOf} from '../../runbook/runbook.ts';
import {type Context, stepAt, valuesAt} from '../context.ts';
import {followed, targetOf} from '../failure.ts';
import {approve, personNamed} from '../questions/approve.ts';
import {whyExecutor} from '../questions/prove.ts';
import {isConnection} from '../secrets/secrets.ts';
import {attemptOf, type Entering, say, wantedNow} from './entering.ts';
import {chosenBy} from './pass.ts';
import {putQuestion} from './put-question.ts';

/** A go or a no-go. Paper proves neither; a signature can prove a go later. */
export const approved = (context: Context, entering: Entering): Result<void> => {
  const {item, entry} = entering;
  if (item.policy.kind !== 'approval') {
    return fail(`${item.path} is no gate.`);
  }
  const executes = whyExecutor(context, item.path, {given: personNamed(context.state, entry.by), actor: nobody});
  if (executes !== undefined) {
    return fail(executes);
  }
  if (entry.what.did === 'rejected' && (entry.note ?? '').trim() === '') {
    return fail('A no-go needs a note that says why.');
  }
  const asked = ask(context, entering);
  if (!asked.ok) {
    return asked;
  }
  const {path: step, attempt, policy} = asked.value;
  if (entry.what.did === 'rejected') {
    const then = followed(context, step, policy.onNoGo);
    return say(context, entering, [{type: 'failed', step, attempt, reason: entry.note ?? '', rejected: true, then}]);
  }
  const facts = approve(context, {
    item: asked.value,
    move: 'approve',
    intent: {intent: 'approve', step, actor: entry.by},
    actor: nobody,
  });
  return facts.ok ? say(context, entering, facts.value) : facts;
};

/** Who passes a go on is not asked about here: the hand that enters paper executes the run, and is known as that. */
const nobody = {name: '', via: 'paper'} as const;

/** Where the runbook chooses by itself and can tell which way, that is the way. */
export const chose = (context: Context, entering: Entering, branch: string): Result<void> => {
  const {item} = entering;
  const {step} = stepAt(context.forest, item.path);
  if (step.kind !== 'decision') {
    return fail(`${item.path} is no decision.`);
  }
  const way = step.branches.find(({name}) => name === branch);
  if (!way) {
    return fail(
      `"${branch}" is no way from ${item.path}; there are ${step.branches.map(({name}) => name).join(', ')}.`,
    );
  }
  const own = step.choose === undefined ? undefined : chosenBy(step.choose, valuesAt(context, item));
  if (own !== undefined && own !== branch) {
    return fail(`The runbook itself chooses "${own}" at ${item.path}, by ${step.choose}.`);
  }
  const chosen = {
    type: 'chosen' as const,
    step: item.path,
    branch,
    ...(way.goto !== undefined && {goto: targetOf(context, item.path, way.goto)}),
    ...(entering.entry.note !== undefined && {reason: entering.entry.note}),
  };
  if (step.choose !== undefined && item.want === 'enter') {
    return say(context, entering, [{...chosen, attempt: attemptOf(context, item)}]);
  }
  const asked = ask(context, entering);
  return asked.ok ? say(context, entering, [{...chosen, attempt: asked.value.attempt}]) : asked;
};

/** A value that was written down. A secret is not: whoever resumes the run is asked for it where it is needed. */
export const answered = (context: Context, entering: Entering, value: Json): Result<void> => {
  const {item} = entering;
  const {step} = stepAt(context.forest, item.path);
  if (step.kind !== 'input') {
    return fail(`No value is asked for at ${item.path}.`);
  }
  const outputs = outputsFor(context, {item, step, value});
  if (!outputs.ok) {
    return outputs;
  }
  const asked = ask(context, entering);
  return asked.ok
    ? say(context, entering, [
        {type: 'succeeded', step: item.path, attempt: asked.value.attempt, outputs: outputs.value},
      ])
    : asked;
};

type Valued = {readonly item: Wanted; readonly step: StepOf<'input'>; readonly value: Json};

const outputsFor = (context: Context, {item, step, value}: Valued): Result<{readonly [name: string]: Json}> => {
  const {declaration} = step;
  if (declaration.type === 'secret' || isConnection(declaration)) {
    return value === null
      ? succeed({})
      : fail(
          `What ${item.path} asks for is secret and belongs on no paper: say answered alone, and it is asked for where it is needed.`,
        );
  }
  const values = valuesAt(context, item);
  const read = readInput(declaration, value, values.time());
  if (!read.ok) {
    return fail(`That does not do: ${read.reason}.`);
  }
  return values.holdsSecret(read.value)
    ? fail('That holds a secret of this run; it would stand in the record.')
    : succeed({value: read.value});
};

/** The step as it is asked now; what is held is tried again first. */
const ask = (context: Context, entering: Entering): Result<Wanted> => {
  const {item} = entering;
  if (item.want === 'hold') {
    const retried = say(context, entering, [{type: 'retried', step: item.path, attempt: item.attempt}]);
    if (!retried.ok) {
      return retried;
    }
  }
  const now = wantedNow(context, item) ?? item;
  if (now.want === 'enter' || now.want === 'begin') {
    putQuestion(context, now);
  }
  const asked = wantedNow(context, item);
  return asked?.want === 'answer'
    ? succeed(asked)
    : fail(`${item.path} cannot be answered now; \`lifeboat resume\` comes to it.`);
};
