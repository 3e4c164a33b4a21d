/** A value of a step that has not run on every way to the place that reads it. */

import {referencesOf} from '../expressions/expression.ts';
import {expressionsIn} from '../expressions/expressions-in.ts';
import {choicesAround, type ImpliedChoice, impliedChoices} from '../expressions/implied-choices.ts';
import type {Reference} from '../expressions/references.ts';
import type {Flow} from '../flow/flow.ts';
import {type FlowState, hasRun} from '../flow/flow-state.ts';
import {loopAround} from '../flow/loop-around.ts';
import {namersIn} from '../namers.ts';
import type {Use} from '../reading.ts';
import type {Finding, Rule, Subject} from '../rule.ts';
import {stepsById} from '../steps-by-id.ts';
import {indexOf} from '../subject-index.ts';
import type {DocumentPath} from '../yaml/document.ts';
import {conditionsAround, notNamed, type Place, type Problem, startsWith, whose} from './value-not-named.ts';

export const stepNotRun: Rule = {
  code: 'reference/not-run',
  severity: 'error',
  why: 'On one of the ways there is no such value yet, and the run would hold there.',
  waivable: false,
  check: subject => subject.uses.flatMap(use => findingsOf(use, subject)),
};

const findingsOf = (use: Use, subject: Subject): readonly Finding[] => {
  const {flow, document} = subject;
  const {step, path} = use;
  const state = step === undefined ? undefined : stateAt(use, step, flow);
  if (state === undefined) {
    return [];
  }
  return expressionsIn(use).flatMap(({expression, offset}) => {
    const references = referencesOf(expression);
    return references.flatMap(reference => {
      const problem =
        outOfReach(reference, use, subject) ??
        notRun(reference, expression, {use, state, subject}) ??
        notNamed(reference, expression, {use, state, subject});
      return problem === undefined
        ? []
        : [
            {
              ...problem,
              span: document.spanWithin(path, {
                from: reference.from + offset,
                to: reference.to + offset,
                text: use.source,
              }),
            },
          ];
    });
  });
};

const notRun = (reference: Reference, expression: string, place: Place): Problem | undefined => {
  const {use, subject} = place;
  const [, name = ''] = reference.path;
  if (!isMissing(reference, referencesOf(expression), place) || isConditional(reference, expression, {use, subject})) {
    return undefined;
  }
  const {step} = use;
  const {pathOf} = subject;
  return name === step || !comesBefore(name, step ?? '', subject) || isAround(name, step, pathOf)
    ? {message: `step "${name}" has not run when ${whose(use)} needs it`, hint: 'read it in a later step'}
    : {
        message: `step "${name}" has not run on every way to ${whose(use)}`,
        hint: `guard it: steps.${name}.status == 'succeeded' && …, or give it as an output of each branch`,
      };
};

/** Outside of a loop or of an item there is no such value, and it does not help to ask for a status. */
const outOfReach = (reference: Reference, use: Use, subject: Subject): Problem | undefined =>
  outOfLoop(reference, use, subject) ?? outOfItem(reference, use, subject);

/** Of a step with `each` every item gives outputs of its own. */
const outOfItem = ({path: [root, name = '', member]}: Reference, use: Use, {runbook}: Subject): Problem | undefined =>
  root === 'steps' && member === 'outputs' && name !== use.step && stepsById(runbook).get(name)?.each !== undefined
    ? {
        message: `step "${name}" gives its outputs for each item, and ${whose(use)} is outside of them all`,
        hint: `its own verify and undo can read them; afterwards there are steps.${name}.items and steps.${name}.failed: use a foreach to go on with an item`,
      }
    : undefined;

/** Outside of a loop there is no such step, but one for each item or round. */
const outOfLoop = ({path: [root, name = '']}: Reference, use: Use, subject: Subject): Problem | undefined => {
  const ids =
    root === 'steps' ? [name] : root === 'values' ? (namersIn(subject.runbook).get(name) ?? []).map(({id}) => id) : [];
  const reader = readerOf(use, subject);
  const [first] = ids;
  const loop = first === undefined ? undefined : loopAround(subject.pathOf(first), reader);
  // One that is in reach will do, and thousands may name the same value.
  if (loop === undefined || ids.some(id => loopAround(subject.pathOf(id), reader) === undefined)) {
    return undefined;
  }
  const {id = ''} =
    subject.places.find(({path}) => path.length === loop.path.length && startsWith(path, loop.path)) ?? {};
  const what = root === 'steps' ? `step "${name}"` : `value "${name}"`;
  return {
    message: `${what} is there only inside of "${id}", and ${whose(use)} stands outside`,
    hint:
      loop.kind === 'foreach'
        ? `only steps of the same item can read it; after the loop there are steps.${id}.items and steps.${id}.failed`
        : `only steps of the same round can read it; after the loop there is steps.${id}.status: ask again in a step there`,
  };
};

/** The condition of a repeat is asked inside of it. */
const readerOf = ({step, at, path}: Use, {pathOf}: Subject): DocumentPath =>
  step === undefined ? path : at === 'inside' ? [...pathOf(step), 'repeat'] : pathOf(step);

/** What has happened for certain when the place is evaluated; nothing where no way leads there. */
const stateAt = ({at}: Use, step: string, flow: Flow): FlowState | undefined => {
  if (typeof at === 'object') {
    return flow.branchEnds.get(`${step}:${at.endOf}`);
  }
  return at === 'inside' ? flow.loopEnds.get(step) : flow.before.get(step);
};

const isMissing = ({path}: Reference, all: readonly Reference[], {use, state, subject}: Place): boolean => {
  const [root, name, member] = path;
  if (root !== 'steps' || name === undefined || member === 'status') {
    return false;
  }
  const isOwn = name === use.step && use.at === 'after';
  // Whoever asks for its status knows that it may not have run.
  const isGuarded = all.some(({path: [, other, read]}) => other === name && read === 'status');
  return (
    !(isOwn || isGuarded) &&
    (!hasRun(state, name) || (member === 'outputs' && isAround(name, use.step, subject.pathOf)))
  );
};

/** Where the condition of the step, or of one around it, asks for the status, nothing else of it is read without. */
const isConditional = (reference: Reference, expression: string, {use, subject}: Reading): boolean => {
  const {step, path} = use;
  const {pathOf} = subject;
  const name = reference.path[1] ?? '';
  const reader = step === undefined ? path : pathOf(step);
  const conditions = conditionsAround(use, subject);
  const choices = [
    ...conditions.flatMap(({source}) => impliedChoices(source)),
    ...choicesAround(expression, reference.from),
  ];
  return (
    conditions.some(({source}) => asksForStatus(source, name)) ||
    choices.some(choice => hasRunAfter(choice, name, {reader, subject}))
  );
};

type Reading = {readonly use: Use; readonly subject: Subject};

const asksForStatus = (condition: string, name: string): boolean =>
  referencesOf(condition).some(
    ({path: [root, asked, read]}) => root === 'steps' && asked === name && read === 'status',
  );

type Reader = {readonly reader: DocumentPath; readonly subject: Subject};

/** Whether it has run on every way out of the branches that may have been chosen; within the decision that may be yet to come. */
const hasRunAfter = (
  {decision, branches}: ImpliedChoice,
  name: string,
  {reader, subject: {flow, pathOf}}: Reader,
): boolean =>
  name !== decision &&
  !startsWith(reader, pathOf(decision)) &&
  branches.every(branch => {
    const left = flow.branchesLeft.get(`${decision}:${branch}`);
    return left !== undefined && hasRun(left, name);
  });

/** A decision has its choice at once, but its outputs only at the end of the branch. */
const isAround = (name: string, step: string | undefined, pathOf: Subject['pathOf']): boolean =>
  startsWith(step === undefined ? [] : pathOf(step), pathOf(name));

const comesBefore = (name: string, step: string, subject: Subject): boolean => {
  const {orderOf} = indexOf(subject);
  return (orderOf(name) ?? -1) < (orderOf(step) ?? -1);
};
