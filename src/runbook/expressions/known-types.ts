/** What a runbook itself says about the type of a value that expressions see only in the run. */

import type {InputType} from '../input-declaration.ts';
import type {Expression, Runbook} from '../runbook.ts';
import {stepsById} from '../steps-by-id.ts';
import {referencesOf} from './expression.ts';

export type Declared = {
  /** How a person calls it: `input "note"`. */
  readonly name: string;
  readonly type: InputType;
  /** Whether it is null where nobody gives it. */
  readonly mayBeNull: boolean;
};

/** The input, the step of kind input, or the output with a type, whose value an expression is and nothing else. */
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
  const step = root === 'steps' && member === 'outputs' && more.length === 0 ? stepsById(runbook).get(name) : undefined;
  if (step?.kind === 'input') {
    const {type, optional} = step.declaration;
    return output === 'value' ? {name: `the answer to "${name}"`, type, mayBeNull: optional} : undefined;
  }
  const {type} = step?.outputs[output ?? ''] ?? {};
  return type && {name: `output "${output}" of "${name}"`, type, mayBeNull: false};
};

/** The paths of what nobody needs to give: `inputs.note`, `steps.ask.outputs.value`. */
export const pathsOfNull = (runbook: Runbook): ReadonlySet<string> =>
  new Set(
    [
      ...Object.keys(runbook.inputs).map(name => `inputs.${name}`),
      ...[...stepsById(runbook).values()].flatMap(({id, kind}) =>
        kind === 'input' ? [`steps.${id}.outputs.value`] : [],
      ),
    ].filter(path => wholeInput(path, runbook)?.mayBeNull),
  );

/** The path of an expression that is one reference and nothing more. */
const wholeReference = (expression: Expression): readonly string[] | undefined => {
  const [reference, ...others] = referencesOf(expression);
  return reference !== undefined && others.length === 0 && expression.trim() === reference.path.join('.')
    ? reference.path
    : undefined;
};
