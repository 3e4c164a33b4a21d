/** What a runbook itself says about the types of what its steps give, as far as that is known before a run. */

import {namersIn} from '../namers.ts';
import type {Expression, Runbook, Step} from '../runbook.ts';
import {resultOf} from '../step-common.ts';
import {stepsById} from '../steps-by-id.ts';
import {innerBlocks} from '../walk.ts';
import {checking, type Surroundings} from './cel-environment.ts';
import {checkTyped, type TypedEnvironment, type TypesOf, typedEnvironment} from './typed-expression.ts';
import {anyOf, givenAs, itemsAs, keptAs, seenAs, timestampType, type ValueTypes} from './value-types.ts';

export type GivenTypes = {
  /** What an expression reads at a place, where an item is of those types. */
  readonly typesFor: (item: ValueTypes) => TypesOf;
  /** What an item is for a step: of the loop around it, and of its own with `each`. */
  readonly itemOf: (step: string) => {readonly around: ValueTypes; readonly own: ValueTypes} | undefined;
  readonly environmentFor: (around: Surroundings) => TypedEnvironment;
  /** What the document gives to whoever includes it. */
  readonly outputs: {readonly [name: string]: ValueTypes};
};

// A runbook never changes; its types are worked out once, in the order of the text, which takes linear time.
const found = new WeakMap<Runbook, GivenTypes>();

export const givenTypes = (runbook: Runbook): GivenTypes => {
  const types = found.get(runbook) ?? findTypes(runbook);
  found.set(runbook, types);
  return types;
};

type Item = {readonly around: ValueTypes; readonly own: ValueTypes};
type Given = {readonly [name: string]: ValueTypes};

type Finding = {
  readonly runbook: Runbook;
  readonly outputs: Map<Step, Given>;
  readonly lists: Map<Step, ValueTypes>;
  readonly items: Map<string, Item>;
  readonly named: ReadonlyMap<string, readonly Step[]>;
  readonly environmentFor: (around: Surroundings) => TypedEnvironment;
};

const findTypes = (runbook: Runbook): GivenTypes => {
  const environments = new Map<Surroundings, TypedEnvironment>();
  const finding: Finding = {
    runbook,
    outputs: new Map(),
    lists: new Map(),
    items: new Map(),
    named: namersIn(runbook),
    environmentFor: around => {
      const environment = environments.get(around) ?? typedEnvironment(checking(runbook.inputs, around));
      environments.set(around, environment);
      return environment;
    },
  };
  followSteps(runbook.steps, finding, undefined);
  return {
    typesFor: item => path => typesAt(path, finding, item),
    itemOf: step => finding.items.get(step),
    environmentFor: finding.environmentFor,
    outputs: inferAll(runbook.outputs, finding, undefined),
  };
};

const followSteps = (steps: readonly Step[], finding: Finding, around: ValueTypes): void => {
  for (const step of steps) {
    follow(step, finding, around);
  }
};

/** What stands inside comes first: what a step gives may be made of it. */
const follow = (step: Step, finding: Finding, around: ValueTypes): void => {
  const list = step.kind === 'foreach' ? step.in : step.each?.in;
  const types = list === undefined ? undefined : infer(list, finding, {around: 'step', item: around});
  const item = list === undefined ? around : itemsAs(types);
  if (list !== undefined) {
    finding.lists.set(step, types?.every(type => type.startsWith('list')) ? keptAs(types) : ['list']);
  }
  finding.items.set(step.id, {around, own: step.kind === 'foreach' ? around : item});
  for (const block of innerBlocks(step)) {
    followSteps(block.steps, finding, item);
  }
  finding.outputs.set(step, outputsOf(step, finding, item));
};

const outputsOf = (step: Step, finding: Finding, item: ValueTypes): Given => {
  switch (step.kind) {
    case 'input': {
      const {type, optional} = step.declaration;
      return {value: optional ? undefined : givenAs(type)};
    }
    case 'let':
      return inferAll(step.values, finding, item);
    case 'include':
      return givenTypes(step.runbook).outputs;
    case 'decision':
    case 'parallel':
      return joined(step.branches.map(({outputs}) => inferAll(outputs, finding, item)));
    default:
      return Object.fromEntries(
        Object.entries(step.outputs).map(([name, {value, type}]) => [
          name,
          type === undefined ? keptAs(infer(value, finding, {around: resultOf(step), item})) : givenAs(type),
        ]),
      );
  }
};

/** Of several ways it is any of them. */
const joined = (branches: readonly Given[]): Given => {
  const types = new Map<string, ValueTypes[]>();
  for (const given of branches) {
    for (const [name, type] of Object.entries(given)) {
      const others = types.get(name) ?? [];
      types.set(name, others);
      others.push(type);
    }
  }
  return Object.fromEntries([...types].map(([name, all]) => [name, anyOf(all)]));
};

const inferAll = (expressions: {readonly [name: string]: Expression}, finding: Finding, item: ValueTypes): Given =>
  Object.fromEntries(
    Object.entries(expressions).map(([name, expression]) => [
      name,
      keptAs(infer(expression, finding, {around: 'step', item})),
    ]),
  );

type Place = {readonly around: Surroundings; readonly item: ValueTypes};

/** What comes later in the text, or is wrong, is open. */
const infer = (expression: Expression, finding: Finding, {around, item}: Place): ValueTypes => {
  const checked = checkTyped(expression, finding.environmentFor(around), path => typesAt(path, finding, item));
  return checked.ok && !checked.value.includes('dyn') ? checked.value : undefined;
};

const typesAt = (path: readonly string[], finding: Finding, item: ValueTypes): ReturnType<TypesOf> => {
  const [root, name = '', member, output = ''] = path;
  switch (root) {
    case 'item':
      return {types: item, members: 1};
    case 'values':
      return path.length < 2 ? undefined : {types: valueTypes(name, finding), members: 2};
    case 'events':
      return path.length < 2 ? undefined : {types: [timestampType], members: 2};
    case 'inputs': {
      const input = finding.runbook.inputs[name];
      return input === undefined || input.optional ? undefined : {types: seenAs(input), members: 2};
    }
    case 'steps': {
      const step = stepsById(finding.runbook).get(name);
      return step && member !== undefined ? memberTypes(step, [member, output], finding) : undefined;
    }
    default:
      return undefined;
  }
};

const valueTypes = (name: string, {named, outputs}: Finding): ValueTypes =>
  anyOf((named.get(name) ?? []).map(step => outputs.get(step)?.[name]));

const memberTypes = (
  step: Step,
  [member, output]: readonly [string, string],
  {outputs, lists}: Finding,
): ReturnType<TypesOf> => {
  switch (member) {
    case 'status':
    case 'choice':
    case 'outcome':
      return {types: ['string'], members: 3};
    case 'items':
    case 'failed':
      return {types: lists.get(step), members: 3};
    case 'outputs':
      // For each item there is one of its own, and none outside.
      return step.each === undefined ? {types: outputs.get(step)?.[output], members: 4} : undefined;
    default:
      return undefined;
  }
};
