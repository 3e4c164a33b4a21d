/** A named value that no `let` has named on some way to the place that reads it. */

import {referencesOf} from '../expressions/expression.ts';
import type {Reference} from '../expressions/references.ts';
import {type FlowState, isNamed} from '../flow/flow-state.ts';
import {namersIn} from '../namers.ts';
import type {Use} from '../reading.ts';
import type {Finding, Subject} from '../rule.ts';
import type {Expression} from '../runbook.ts';
import {indexOf} from '../subject-index.ts';
import type {DocumentPath} from '../yaml/document.ts';

export type Problem = Omit<Finding, 'span'>;

/** A place of a runbook that evaluates something, with what is certain there. */
export type Place = {readonly use: Use; readonly state: FlowState; readonly subject: Subject};

/** On each way another step may name it. */
export const notNamed = (reference: Reference, expression: Expression, place: Place): Problem | undefined => {
  const {use, state, subject} = place;
  const [root, name = ''] = reference.path;
  const namers = root === 'values' ? namersIn(subject.runbook).get(name) : undefined;
  if (namers === undefined || isNamed(state, name) || isGuarded(reference, expression, place)) {
    return undefined;
  }
  const {orderOf} = indexOf(subject);
  const index = (step: string | undefined): number => (step === undefined ? undefined : orderOf(step)) ?? -1;
  return namers.every(({id}) => index(id) >= index(use.step))
    ? {message: `value "${name}" is not named yet when ${whose(use)} needs it`, hint: 'read it in a later step'}
    : {
        message: `value "${name}" is not named on every way to ${whose(use)}`,
        hint: `name it on each way, or write has(values.${name}) ? values.${name} : …`,
      };
};

/** Whether a condition asks for the value itself, or for anything that decides whether it is named: who asks for that knows. */
const isGuarded = (reference: Reference, expression: Expression, {use, subject}: Place): boolean => {
  const name = reference.path[1] ?? '';
  const deciding = decidingFor(name, subject);
  const asked = [expression, ...conditionsAround(use, subject).map(({source}) => source)];
  return asked.some(condition =>
    referencesOf(condition).some(
      other => deciding.has(startOf(other)) || (startOf(other) === `values.${name}` && isInHas(other, condition)),
    ),
  );
};

// A subject never changes; a value may be named by thousands of steps and read by as many.
const decided = new WeakMap<Subject, Map<string, ReadonlySet<string>>>();

/** The steps, inputs and values that decide whether a step comes that names the value; never the value itself. */
const decidingFor = (name: string, subject: Subject): ReadonlySet<string> => {
  const byName = decided.get(subject) ?? new Map<string, ReadonlySet<string>>();
  decided.set(subject, byName);
  const found = byName.get(name) ?? findDeciding(name, subject);
  byName.set(name, found);
  return found;
};

const findDeciding = (name: string, subject: Subject): ReadonlySet<string> => {
  const {decidingAround, stepsAround} = indexOf(subject);
  const namers = (namersIn(subject.runbook).get(name) ?? []).map(({id}) => subject.pathOf(id));
  const deciding = new Set([
    ...namers.flatMap(stepsAround).map(id => `steps.${id}`),
    ...namers.flatMap(decidingAround).flatMap(({source}) => referencesOf(source).map(startOf)),
  ]);
  deciding.delete(`values.${name}`);
  return deciding;
};

const startOf = ({path}: Reference): string => path.slice(0, 2).join('.');

const isInHas = ({from}: Reference, condition: Expression): boolean => /\bhas\(\s*$/.test(condition.slice(0, from));

/** The conditions of the step and of those around it, but for the place itself. */
export const conditionsAround = ({step, path}: Use, subject: Subject): readonly Use[] =>
  indexOf(subject)
    .conditionsAround(step === undefined ? path : subject.pathOf(step))
    .filter(other => other.path !== path);

/** Whether a place lies within another, or is it. */
export const startsWith = (path: DocumentPath, start: DocumentPath): boolean =>
  start.every((key, index) => key === path[index]);

/** How people call the place. */
export const whose = ({step, at}: Use): string =>
  typeof at === 'object' ? `the end of branch "${at.endOf}"` : `"${step}"`;
