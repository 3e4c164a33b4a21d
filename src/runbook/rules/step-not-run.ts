/** A value of a step that has not run on every way to the place that reads it. */
import type {DocumentPath} from '../document.ts';
import {referencesOf} from '../expression.ts';
import {expressionsIn} from '../expressions-in.ts';
import type {Flow} from '../flow.ts';
import {type FlowState, hasRun} from '../flow-state.ts';
import {choicesAround, type ImpliedChoice, impliedChoices} from '../implied-choices.ts';
import type {Use} from '../reading.ts';
import type {Reference} from '../references.ts';
import type {Finding, Rule, Subject} from '../rule.ts';

export const stepNotRun: Rule = {
  code: 'reference/not-run',
  severity: 'error',
  why: 'On one of the ways there is no such value yet, and the run would hold there.',
  waivable: false,
  check: subject => subject.uses.flatMap(use => findingsOf(use, subject)),
};

const findingsOf = (use: Use, subject: Subject): readonly Finding[] => {
  const {flow, document, places, pathOf} = subject;
  const {step, path} = use;
  const state = step === undefined ? undefined : stateAt(use, step, flow);
  if (state === undefined) {
    return [];
  }
  return expressionsIn(use).flatMap(({expression, offset}) => {
    const references = referencesOf(expression);
    return references
      .filter(
        reference =>
          isMissing(reference, references, {use, state, pathOf}) &&
          !isConditional(reference, expression, {use, subject}),
      )
      .map(reference => {
        const [, name = ''] = reference.path;
        const isLater = name === step || !comesBefore(name, step ?? '', places) || isAround(name, step, pathOf);
        return {
          message: isLater
            ? `step "${name}" has not run when ${whose(use)} needs it`
            : `step "${name}" has not run on every way to ${whose(use)}`,
          span: document.spanWithin(path, {
            from: reference.from + offset,
            to: reference.to + offset,
            text: use.source,
          }),
          hint: isLater ? 'read it in a later step' : hintFor(name, step ?? '', subject),
        };
      });
  });
};

/** Outside of a foreach there is no such step, but one for each item. */
const hintFor = (name: string, reader: string, {places, pathOf}: Subject): string => {
  const read = pathOf(name);
  const loop = places.find(
    ({path}) => read[path.length] === 'foreach' && startsWith(read, path) && !startsWith(pathOf(reader), path),
  );
  return loop === undefined
    ? `guard it: steps.${name}.status == 'succeeded' && …, or give it as an output of each branch`
    : `only steps of the same item can read it; after the loop there are steps.${loop.id}.items and steps.${loop.id}.failed`;
};

const startsWith = (path: DocumentPath, start: DocumentPath): boolean =>
  start.every((key, index) => key === path[index]);

/** What has happened for certain when the place is evaluated; nothing where no way leads there. */
const stateAt = ({at}: Use, step: string, flow: Flow): FlowState | undefined => {
  if (typeof at === 'object') {
    return flow.branchEnds.get(`${step}:${at.endOf}`);
  }
  return at === 'inside' ? flow.loopEnds.get(step) : flow.before.get(step);
};

type Place = {readonly use: Use; readonly state: FlowState; readonly pathOf: Subject['pathOf']};

const isMissing = ({path}: Reference, all: readonly Reference[], {use, state, pathOf}: Place): boolean => {
  const [root, name, member] = path;
  if (root !== 'steps' || name === undefined || member === 'status') {
    return false;
  }
  const isOwn = name === use.step && use.at === 'after';
  // Whoever asks for its status knows that it may not have run.
  const isGuarded = all.some(({path: [, other, read]}) => other === name && read === 'status');
  return !(isOwn || isGuarded) && (!hasRun(state, name) || (member === 'outputs' && isAround(name, use.step, pathOf)));
};

/** Where the condition of the step, or of one around it, asks for the status, nothing else of it is read without. */
const isConditional = (reference: Reference, expression: string, {use, subject}: Reading): boolean => {
  const {step, path} = use;
  const {uses, pathOf} = subject;
  const name = reference.path[1] ?? '';
  const reader = step === undefined ? path : pathOf(step);
  const conditions = uses.filter(
    other => other.path !== path && other.path.at(-1) === 'when' && startsWith(reader, other.path.slice(0, -1)),
  );
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

const comesBefore = (name: string, step: string, places: Subject['places']): boolean =>
  places.findIndex(({id}) => id === name) < places.findIndex(({id}) => id === step);

const whose = ({step, at}: Use): string => (typeof at === 'object' ? `the end of branch "${at.endOf}"` : `"${step}"`);
