/** One step as a dry run shows it, apart from what stands inside it. */
import type {ForetoldFailure, ForetoldStep} from '../../run/dry-run.ts';
import {withoutItems} from '../../run/path.ts';
import {timeOfStep} from '../../runbook/flow/step-time.ts';
import type {OnFailure, Step, Wait} from '../../runbook/runbook.ts';
import {
  foretellAction,
  foretellCondition,
  foretellProbe,
  foretellText,
  foretellUndo,
  foretold,
} from './foretell-parts.ts';
import {foretellQuestion} from './foretell-question.ts';
import {type KnownNow, type Place, stepStateAt} from './known-now.ts';
import type {Walk} from './walk.ts';

/** What is said of a step wherever it stands. */
type Said = Omit<ForetoldStep, 'isLeftOut' | 'when' | 'total' | 'clockHasStopped' | 'problems' | 'blocks'>;

/** A step with `each` is confirmed as a whole and acts for each item; an item only acts. */
export type Part = 'whole' | 'each' | 'item';

export const partOf = (step: Step, path: string): Part => (!step.each ? 'whole' : path.endsWith(']') ? 'item' : 'each');

/** Fills in what the step would do and ask. */
export const sayStep = (walk: Walk, place: Place, {step, part}: {readonly step: Step; readonly part: Part}): Said => {
  const {known, numbers, prepared} = walk;
  const {outline} = stepStateAt(known, place.path);
  const {id, title, kind, shape, effects, pointOfNoReturn, skippable} = outline;
  return {
    number: numbers.get(withoutItems(place.path)) ?? 0,
    path: place.path,
    id,
    title,
    kind,
    shape,
    effects,
    estimate: timeOfStep(step),
    pointOfNoReturn,
    skippable,
    ...(outline.heading !== undefined && {heading: outline.heading}),
    ...(outline.phase !== undefined && {phase: outline.phase}),
    ...(outline.why !== undefined && {why: outline.why}),
    ...(outline.danger !== undefined && {danger: outline.danger}),
    ...(outline.milestone !== undefined && {milestone: outline.milestone}),
    ...(outline.outcome !== undefined && {outcome: outline.outcome}),
    ...(outline.evidence && {evidence: outline.evidence}),
    ...roleOf(known, step),
    ...(prepared(place.path, id) !== undefined && {isAnswered: true}),
    ...questions(known, place, {step, part}),
    ...(part === 'each' ? nothingDone : doings(known, place, step)),
    gives: givenBy(step),
    ...leads(step),
  };
};

const nothingDone = {requires: [], verify: [], doneWhen: []};

type Parted = {readonly step: Step; readonly part: Part};

const questions = (
  known: KnownNow,
  place: Place,
  {step, part}: Parted,
): Pick<ForetoldStep, 'prompt' | 'confirmation'> => {
  const prompt = part === 'each' ? undefined : foretellQuestion(known, place, step);
  const confirm = part === 'item' ? undefined : step.confirm;
  return {
    ...(prompt && {prompt: foretold(prompt)}),
    ...(confirm && {confirmation: foretold(foretellText(known, place, confirm.type))}),
  };
};

type Doing = Pick<
  ForetoldStep,
  | 'action'
  | 'timeoutMs'
  | 'mustAck'
  | 'idempotent'
  | 'expect'
  | 'recoveryPoint'
  | 'retry'
  | 'requires'
  | 'verify'
  | 'doneWhen'
  | 'check'
  | 'wait'
  | 'asserts'
  | 'undo'
>;

const doings = (known: KnownNow, place: Place, step: Step): Doing => {
  const probe = (one: Parameters<typeof foretellProbe>[2]) => foretellProbe(known, place, one);
  return {
    ...(step.shape === 'action' && {
      action: foretold(foretellAction(known, place, step)),
      timeoutMs: step.timeoutMs,
      ...(step.mustAck && {mustAck: true}),
      ...(step.idempotent && {idempotent: true}),
      ...(step.retry.attempts > 1 && {retry: step.retry}),
    }),
    ...(step.expect !== undefined && {expect: step.expect}),
    ...(step.recoveryPoint !== undefined && {recoveryPoint: step.recoveryPoint}),
    requires: step.requires.map(probe),
    verify: step.verify.map(probe),
    doneWhen: step.doneWhen.map(probe),
    ...(step.kind === 'check' && {check: probe(step.probe)}),
    ...(step.kind === 'wait' && {wait: sayWait(known, place, step.wait)}),
    ...(step.kind === 'assert' && {asserts: foretellCondition(known, place, step.condition)}),
    ...(step.undo && {undo: foretellUndo(known, place, step.undo)}),
  };
};

const sayWait = (known: KnownNow, place: Place, wait: Wait): NonNullable<ForetoldStep['wait']> => {
  if ('for' in wait) {
    return {forMs: wait.for};
  }
  return 'until' in wait
    ? {until: foretellProbe(known, place, wait.until)}
    : {at: foretold(foretellText(known, place, wait.at))};
};

const roleOf = ({state}: KnownNow, {role}: Step): Pick<ForetoldStep, 'role'> => {
  if (role === undefined) {
    return {};
  }
  const {contact = role, name = role} = state.roles[role] ?? {};
  return {role: {role, contact, name}};
};

/** The names of what later steps can read of it. */
const givenBy = (step: Step): readonly string[] => {
  switch (step.kind) {
    case 'let':
      return Object.keys(step.values);
    case 'input':
      return ['value'];
    case 'include':
      return Object.keys(step.runbook.outputs);
    case 'decision':
    case 'parallel':
      return [...new Set(step.branches.flatMap(({outputs}) => Object.keys(outputs)))];
    default:
      return Object.keys(step.outputs);
  }
};

const leads = (step: Step): Pick<ForetoldStep, 'onFailure' | 'onNoGo' | 'temporary' | 'escalate'> => ({
  onFailure: sayFailure(step.kind === 'repeat' ? step.onExhausted : step.onFailure),
  ...(step.kind === 'approval' && {onNoGo: sayFailure(step.onNoGo)}),
  ...(step.temporary && {temporary: step.temporary}),
  ...(step.escalate && {escalate: step.escalate}),
});

const sayFailure = (policy: OnFailure): ForetoldFailure => policy;
