/** What a line of paper leads to: the facts that there would have been, or a sentence that says why it cannot have been so. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Wanted} from '../../machine/wanted.ts';
import type {FactBody} from '../../run/event.ts';
import type {Step} from '../../runbook/runbook.ts';
import {type Context, stateAt, stepAt, valuesAt} from '../context.ts';
import {followed} from '../failure.ts';
import {gateToPass} from '../questions/gates.ts';
import {tellCondition} from '../values/made-values.ts';
import {answered, approved, chose} from './answer-on-paper.ts';
import {attemptOf, type Entering, say, wantedNow} from './entering.ts';
import {outputsOnPaper, pointOnPaper} from './outputs-on-paper.ts';
import type {PaperEntry} from './paper-entry.ts';
import {passByItself} from './pass.ts';
import {confirmationFor, putQuestion} from './put-question.ts';

/** Records it. What is refused may have put the question before: whoever calls writes nothing of it then. */
export const enterEntry = (context: Context, entering: Entering): Result<void> => {
  const {item, entry} = entering;
  const why = whyNotHere(item);
  if (why !== undefined) {
    return fail(why);
  }
  switch (entry.what.did) {
    case 'done':
      return done(context, entering);
    case 'skipped':
      return skipped(context, entering);
    case 'failed':
      return failed(context, entering);
    case 'not-applicable':
      return notApplicable(context, entering);
    case 'approved':
    case 'rejected':
      return approved(context, entering);
    case 'chose':
      return chose(context, entering, entry.what.branch);
    case 'answered':
      return answered(context, entering, entry.what.value);
  }
};

const whyNotHere = ({want, policy, path}: Wanted): string | undefined => {
  if (want.startsWith('undo')) {
    return 'The run is going back; `lifeboat resume` comes to the end of that first.';
  }
  return want === 'perform' && policy.shape === 'action'
    ? `${path} was under way when the program ended, and only \`lifeboat resume\` can find out what came of it; enter this afterwards.`
    : undefined;
};

const done = (context: Context, entering: Entering): Result<void> => {
  const {item, entry} = entering;
  const {step} = stepAt(context.forest, item.path);
  switch (step.kind) {
    case 'approval':
      return fail('That is a gate: say approved or rejected.');
    case 'input':
      return fail('A value is asked for there: say answered VALUE.');
    case 'decision':
      return fail(`A way is chosen there: say chose and one of ${step.branches.map(({name}) => name).join(', ')}.`);
    case 'milestone':
    case 'let':
    case 'assert':
    case 'end':
    case 'group':
    case 'parallel':
    case 'foreach':
    case 'repeat':
    case 'include':
      return byMachine(context, entering);
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
    case 'notify':
    case 'check':
    case 'wait':
    case 'instruction': {
      const confirmed = confirm(context, entering);
      if (!confirmed.ok) {
        return confirmed;
      }
      const now = wantedNow(context, item) ?? item;
      if (now.policy.opens === 'items') {
        return openItems(context, {...entering, item: now}, step);
      }
      const isAsked = now.want === 'enter' || now.want === 'begin' || now.want === 'answer';
      return step.kind === 'instruction' &&
        isAsked &&
        step.verify.length === 0 &&
        (!now.policy.confirm || now.want !== 'enter')
        ? doneByPerson(context, {...entering, item: now})
        : byHand(context, {item: now, entry, actor: entering.actor}, step);
    }
  }
};

/** An instant or a group: the machine passes it, at that time; where it is held a person counts it as done. */
const byMachine = (context: Context, entering: Entering): Result<void> => {
  const {item, entry} = entering;
  if (item.want === 'hold') {
    return withGate(context, item, () =>
      withNote(entry, why => say(context, entering, [{type: 'overridden', step: item.path, reason: why}])),
    );
  }
  const before = context.position();
  passByItself(context, item);
  return context.position() === before
    ? fail(`What ${item.path} needs to be passed is not known here; \`lifeboat resume\` comes to it.`)
    : succeed(undefined);
};

const openItems = (context: Context, {item}: Entering, {kind}: Step): Result<void> => {
  passByItself(context, item);
  return wantedNow(context, item) === undefined
    ? succeed(undefined)
    : fail(
        `This ${kind} is done item by item: enter ${item.path}[0] and so on, once its list is known and its target's name is confirmed.`,
      );
};

/** The target's own name, where it stands on the paper. Without it the step counts as done by hand all the same, and says so. */
const confirm = (context: Context, entering: Entering): Result<void> => {
  const {item, entry} = entering;
  if (entry.confirmed === undefined) {
    return succeed(undefined);
  }
  if (!item.policy.confirm || (item.want !== 'enter' && item.want !== 'confirm')) {
    return fail(`${item.path} asks for no name of its target now.`);
  }
  const prompt = confirmationFor(context, item);
  if (!prompt.ok) {
    return fail(`Which name ${item.path} asks for is not known here: ${prompt.reason}.`);
  }
  if (prompt.value.expected?.trim() !== entry.confirmed.trim()) {
    return fail(`"${entry.confirmed}" is not the name of the target of ${item.path}.`);
  }
  const attempt = attemptOf(context, item);
  if (item.want === 'enter') {
    context.record(item, {type: 'asked', step: item.path, attempt, prompt: prompt.value});
  }
  return say(context, entering, [{type: 'confirmed', step: item.path, attempt, value: entry.confirmed.trim()}]);
};

const doneByPerson = (context: Context, entering: Entering): Result<void> => {
  const {item} = entering;
  const point = pointOnPaper(context, entering);
  if (!point.ok) {
    return point;
  }
  if (item.want !== 'answer') {
    putQuestion(context, item);
  }
  const {ticked, attempt} = stateAt(context.state, item.path);
  const place = {step: item.path, attempt};
  const open = Array.from({length: item.policy.checklist}, (_, index) => index).filter(index => !ticked.has(index));
  return say(context, entering, [
    ...open.map(index => ({type: 'ticked' as const, ...place, index})),
    {
      type: 'succeeded',
      ...place,
      ...point.value,
      ...(entering.entry.note !== undefined && {reason: entering.entry.note}),
    },
  ]);
};

/** What the program would have done, or checked. */
const byHand = (context: Context, entering: Entering, step: Step): Result<void> => {
  const {item, entry} = entering;
  const outputs = outputsOnPaper(context, entering, step);
  const point = pointOnPaper(context, entering);
  if (!outputs.ok) {
    return outputs;
  }
  return point.ok
    ? say(context, entering, [
        {
          type: 'backfilled',
          step: item.path,
          attempt: attemptOf(context, item),
          by: entry.by,
          ...(entry.note !== undefined && {text: entry.note}),
          ...outputs.value,
          ...point.value,
        },
      ])
    : point;
};

const skipped = (context: Context, entering: Entering): Result<void> =>
  withGate(context, entering.item, () =>
    withNote(entering.entry, why => say(context, entering, [{type: 'skipped', step: entering.item.path, reason: why}])),
  );

const failed = (context: Context, entering: Entering): Result<void> => {
  const {item, entry} = entering;
  const {path: step, policy} = item;
  if (policy.kind === 'approval') {
    return fail('That is a gate: say approved or rejected.');
  }
  if (item.want === 'hold') {
    return fail(`${step} is held already: it goes on by done or skipped.`);
  }
  const attempt = attemptOf(context, item);
  return withNote(entry, why =>
    say(context, entering, [
      item.want === 'decide'
        ? {type: 'resolved', step, attempt, as: 'failed', by: 'person', reason: why}
        : {type: 'failed', step, attempt, reason: why, then: followed(context, step, policy.onFailure)},
    ]),
  );
};

/** The condition counts where it can be told; else the person who looked. */
const notApplicable = (context: Context, entering: Entering): Result<void> => {
  const {item} = entering;
  const {step} = stepAt(context.forest, item.path);
  if (step.when === undefined || !item.policy.conditional) {
    return fail(`${item.path} has no condition, so it always applies: say skipped, with a note.`);
  }
  if (item.want !== 'enter') {
    return fail(`${item.path} was come to already, so it applies: say skipped, with a note.`);
  }
  const told = tellCondition(step.when, valuesAt(context, item));
  if (told.ok && told.value) {
    return fail(`${item.path} applies: it is true that ${step.when}. Say skipped, with a note.`);
  }
  const fact: FactBody = {type: 'not-applicable', step: item.path};
  if (told.ok) {
    context.record(item, fact);
    return succeed(undefined);
  }
  return say(context, entering, [fact]);
};

const withNote = ({note = '', what}: PaperEntry, record: (why: string) => Result<void>): Result<void> =>
  note.trim() === '' ? fail(`"${what.did}" needs a note that says why.`) : record(note.trim());

const withGate = ({state}: Context, {path}: Wanted, record: () => Result<void>): Result<void> => {
  const gate = gateToPass(state, stateAt(state, path));
  return gate === undefined
    ? record()
    : fail(`"${gate}" stands there, and its go was not given: nobody gets past a gate like that.`);
};
