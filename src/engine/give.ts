/** A secret that is gone with the program that knew it is given again: the record says that it was, the session keeps what it is. */
import {fail, type Result, succeed} from '../base/result.ts';
import {wanted} from '../machine/wanted.ts';
import type {FactBody} from '../run/event.ts';
import {withoutLack} from '../run/lacking.ts';
import type {StepState} from '../run/state.ts';
import {readInput} from '../runbook/inputs.ts';
import type {Answer} from './answered-step.ts';
import {type Context, stateAt, stepAt} from './context.ts';
import {readAs} from './typed-outputs.ts';

/** Gives the first that is lacking. A step that had not begun is tried again; what had begun a person looks at first. */
export const give = (context: Context, {item, intent}: Answer): Result<readonly FactBody[]> => {
  const [lacking] = stateAt(context.state, item.path).lacks ?? [];
  if (!lacking) {
    return fail('Nothing is lacking here that could be given again.');
  }
  const {step: path, name} = lacking;
  const value = intent.value ?? '';
  if (typeof value !== 'string' || value === '') {
    return fail('Which value? Give it as it was.');
  }
  const {step} = stepAt(context.forest, path);
  const values = context.values.at(path);
  const read =
    step.kind === 'input'
      ? readInput(step.declaration, value, values.time())
      : readAs(step.outputs[name] ?? {}, {value, isSecret: true}, values.time);
  if (!read.ok) {
    return fail(`That does not do: ${read.reason}.`);
  }
  values.keepSecretOutput(step.id, name, read.value);
  // What was worked out from it is as secret, and known from here on.
  context.values.remake();
  const {attempt} = stateAt(context.state, path);
  const ready = wanted(context.position()).flatMap(({want, path: held}) => {
    const state = stateAt(context.state, held);
    const {lacks = []} = state;
    const isServed = lacks.length > 0 && withoutLack(lacks, lacking).length === 0;
    return isServed && (want === 'hold' || want === 'undo-hold') ? againOf(state) : [];
  });
  return succeed([{type: 'given-again', step: path, attempt, name}, ...ready]);
};

/** What is tried again by itself: nothing of it has begun. */
const againOf = ({path: step, attempt, undoingOf: of, failure, outline, choice}: StepState): readonly FactBody[] => {
  if (of !== undefined) {
    return [{type: 'undo-retried', step, attempt, of}];
  }
  const isFresh = failure?.hasBegun !== true && outline.opens === undefined && choice === undefined;
  return isFresh ? [{type: 'retried', step, attempt}] : [];
};
