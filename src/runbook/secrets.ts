/** Which values are secrets, or made of one: they are never in an argv, never shown, never written down. */

import type {Text} from './action.ts';
import {referencesOf} from './expressions/expression.ts';
import type {Reference} from './expressions/references.ts';
import type {Expression, Runbook, Step} from './runbook.ts';
import {parseText} from './texts/text.ts';
import {allSteps} from './walk.ts';

/** The parts of a connection that a screen may show; the URI as a whole may hold a password. */
const openParts: ReadonlySet<string> = new Set(['host', 'port', 'user', 'database']);

/** Whether any expression in a text draws on a secret. */
export const drawsOnSecret = (text: Text, runbook: Runbook): boolean => {
  const parts = parseText(text);
  return (
    parts.ok && parts.value.some(part => 'expression' in part && expressionDrawsOnSecret(part.expression, runbook))
  );
};

/** Whether an expression draws on a secret: an input of type secret, a whole connection, or an output made of one. */
export const expressionDrawsOnSecret = (expression: Expression, runbook: Runbook): boolean =>
  referencesOf(expression).some(reference => isSecret(reference, secretsOf(runbook)));

/** The inputs whose values are secrets, by name. */
export const secretInputs = (runbook: Runbook): readonly string[] => [
  ...secretsOf(runbook).texts,
  ...secretsOf(runbook).connections,
];

type Secrets = {
  readonly texts: ReadonlySet<string>;
  readonly connections: ReadonlySet<string>;
  /** Names of secret outputs by step. */
  readonly outputs: ReadonlyMap<string, ReadonlySet<string>>;
  /** Outputs that are connections, as `STEP.NAME`. */
  readonly given: ReadonlySet<string>;
};

// The same runbook always has the same secrets; finding them again for each text would take quadratic time.
const known = new WeakMap<Runbook, Secrets>();

const secretsOf = (runbook: Runbook): Secrets => {
  const found = known.get(runbook) ?? findSecrets(runbook);
  known.set(runbook, found);
  return found;
};

const findSecrets = ({inputs, steps}: Runbook): Secrets => {
  const declared = Object.values(inputs);
  const ofType = (type: string) => new Set(declared.filter(input => input.type === type).map(({name}) => name));
  const lists = declared.filter(({type, of}) => type === 'list' && of === 'connection').map(({name}) => name);
  const outputs = new Map<string, Set<string>>();
  const every = [...allSteps(steps)];
  const secrets: Found = {
    texts: new Set([...ofType('secret'), ...lists]),
    connections: ofType('connection'),
    outputs,
    given: new Set(every.flatMap(connectionsOf)),
  };
  spread(every.flatMap(outputsOf), secrets);
  return secrets;
};

/** Outputs are made of outputs: each that turns out to be a secret has those looked at again that read it, until none is left. */
const spread = (made: readonly Output[], secrets: Found): void => {
  const {outputs} = secrets;
  const readers = readersOf(made);
  const open = [...made];
  for (let output = open.pop(); output !== undefined; output = open.pop()) {
    const {step, name, value, secret} = output;
    const isNew = outputs.get(step)?.has(name) !== true;
    if (isNew && (secret || referencesOf(value).some(reference => isSecret(reference, secrets)))) {
      outputs.set(step, (outputs.get(step) ?? new Set()).add(name));
      for (const key of [`${step}.${name}`, step, anyStep]) {
        open.push(...(readers.get(key) ?? []));
        // Who reads less than a full name reads all that it could name: for them the first one is enough.
        readers.delete(key);
      }
    }
  }
};

type Found = Omit<Secrets, 'outputs'> & {readonly outputs: Map<string, Set<string>>};

/** All that could be read by less than the name of a step; no step can be called so. */
const anyStep = '$steps';

/** Outputs by what they read: an output or a value in full, all of a step, or of all steps. */
const readersOf = (made: readonly Output[]): Map<string, readonly Output[]> => {
  const readers = new Map<string, Output[]>();
  for (const output of made) {
    for (const key of referencesOf(output.value).flatMap(keyOf)) {
      readers.set(key, readers.get(key) ?? []);
      readers.get(key)?.push(output);
    }
  }
  return readers;
};

const keyOf = ({path: [root, name, member, output]}: Reference): readonly string[] => {
  switch (root) {
    case 'values':
      return [name === undefined ? letValues : `${letValues}.${name}`];
    case 'steps':
      return [name === undefined ? anyStep : member === 'outputs' && output !== undefined ? `${name}.${output}` : name];
    default:
      return [];
  }
};

/** What let steps name belongs to no step; no step can be called so. */
const letValues = '$values';

type Output = {readonly step: string; readonly name: string; readonly value: Expression; readonly secret: boolean};

const outputsOf = (step: Step): readonly Output[] => [
  ...Object.entries(step.outputs).map(([name, {value, secret}]) => ({step: step.id, name, value, secret})),
  ...(step.kind === 'let'
    ? Object.entries(step.values).map(([name, value]) => ({step: letValues, name, value, secret: false}))
    : []),
  ...(step.kind === 'include'
    ? Object.entries(step.runbook.outputs).map(([name, value]) => ({
        step: step.id,
        name,
        value: "''",
        secret: expressionDrawsOnSecret(value, step.runbook),
      }))
    : []),
  ...(step.kind === 'input' && ['secret', 'connection'].includes(step.declaration.type)
    ? [{step: step.id, name: 'value', value: "''", secret: true}]
    : []),
  ...(step.kind === 'decision' || step.kind === 'parallel' ? step.branches : []).flatMap(({outputs}) =>
    Object.entries(outputs).map(([name, value]) => ({step: step.id, name, value, secret: false})),
  ),
];

const connectionsOf = (step: Step): readonly string[] => [
  ...(step.kind === 'input' && step.declaration.type === 'connection' ? [`${step.id}.value`] : []),
  ...Object.entries(step.outputs).flatMap(([name, {type}]) => (type === 'connection' ? [`${step.id}.${name}`] : [])),
];

const isSecret = ({path}: Reference, secrets: Secrets): boolean => {
  const [root, name, member] = path;
  const {texts, connections, outputs} = secrets;
  switch (root) {
    case 'inputs':
      return name === undefined
        ? texts.size + connections.size > 0
        : texts.has(name) || (connections.has(name) && !openParts.has(member ?? ''));
    case 'values': {
      const named = outputs.get(letValues);
      return named !== undefined && (name === undefined || named.has(name));
    }
    case 'steps':
      // Less than a full name reads all that it could name.
      return name === undefined ? outputs.size > 0 : isSecretOfStep(path.slice(1), secrets);
    default:
      return false;
  }
};

const isSecretOfStep = ([name = '', member, output, part]: Reference['path'], {outputs, given}: Secrets): boolean => {
  if (given.has(`${name}.${output}`) && openParts.has(part ?? '')) {
    return false;
  }
  const ofStep = outputs.get(name);
  return (
    ofStep !== undefined &&
    (member === undefined || (member === 'outputs' && (output === undefined || ofStep.has(output))))
  );
};
