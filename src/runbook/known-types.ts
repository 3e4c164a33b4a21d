/** What a runbook itself says about the type of a value that expressions see only in the run. */
import {celTypes} from './cel-environment.ts';
import {referencesOf} from './expression.ts';
import type {InputType} from './input-declaration.ts';
import type {Expression, Runbook, Step} from './runbook.ts';
import {stepsById} from './steps-by-id.ts';

/** The CEL type of an expression that only reads one value of a step; nothing where nobody has said it. */
export const knownType = (expression: Expression, runbook: Runbook): string | undefined => {
  const [root, id, member, name, ...more] = wholeReference(expression) ?? [];
  if (root !== 'steps' || more.length > 0) {
    return undefined;
  }
  const step = stepsById(runbook).get(id ?? '');
  if (step === undefined) {
    return undefined;
  }
  switch (member) {
    case 'items':
    case 'failed':
      return name === undefined ? 'list' : undefined;
    case 'outputs':
      return outputType(step, name ?? '');
    default:
      return undefined;
  }
};

const outputType = (step: Step, name: string): string | undefined => {
  if (step.kind === 'input') {
    return name === 'value' && !step.declaration.optional ? celTypes[step.declaration.type] : undefined;
  }
  const {type} = step.outputs[name] ?? {};
  return type === undefined ? undefined : celTypes[type];
};

export type Declared = {
  /** How a person calls it: `input "note"`. */
  readonly name: string;
  readonly type: InputType;
  /** Whether it is null where nobody gives it. */
  readonly mayBeNull: boolean;
};

/** The input, or the step of kind input, whose value an expression is and nothing else. */
export const wholeInput = (expression: Expression, runbook: Runbook): Declared | undefined => {
  const [root, name = '', member, output, ...more] = wholeReference(expression) ?? [];
  if (root === 'inputs' && member === undefined) {
    const input = runbook.inputs[name];
    return (
      input && {
        name: `input "${name}"`,
        type: input.type,
        mayBeNull: input.optional && input.default === undefined,
      }
    );
  }
  const step =
    root === 'steps' && member === 'outputs' && output === 'value' ? stepsById(runbook).get(name) : undefined;
  return step?.kind === 'input' && more.length === 0
    ? {name: `the answer to "${name}"`, type: step.declaration.type, mayBeNull: step.declaration.optional}
    : undefined;
};

/** The input of which an expression reads a member and nothing else, as `inputs.database.host` does. */
export const inputOfMember = (
  expression: Expression,
  runbook: Runbook,
): (Declared & {readonly path: string; readonly member: string}) | undefined => {
  const [root, name = '', member] = wholeReference(expression) ?? [];
  const path = `inputs.${name}`;
  const input = root === 'inputs' && member !== undefined ? wholeInput(path, runbook) : undefined;
  return input && member !== undefined ? {...input, path, member} : undefined;
};

/** The path of an expression that is one reference and nothing more. */
const wholeReference = (expression: Expression): readonly string[] | undefined => {
  const [reference, ...others] = referencesOf(expression);
  return reference !== undefined && others.length === 0 && expression.trim() === reference.path.join('.')
    ? reference.path
    : undefined;
};
