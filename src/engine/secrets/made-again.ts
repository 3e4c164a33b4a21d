/** What held a secret is gone with its session: it is made again from the secrets that were given again, as far as it can be. */
import type {Json} from '../../base/canonical-json.ts';
import type {StepState, ToldThen} from '../../run/state.ts';
import {evaluate, referencesOf} from '../../runbook/expressions/expression.ts';
import type {Scope} from '../../runbook/expressions/scope.ts';
import {readInput} from '../../runbook/inputs.ts';
import type {Expression, Step, StepOf} from '../../runbook/runbook.ts';
import {fillText} from '../../runbook/texts/text.ts';
import type {TimeOfReading} from '../../runbook/timestamps.ts';

type Made = {readonly [name: string]: Json};

/** What a step saw when its fact was recorded, where that can be another now. */
export const seenThen = ({changedThen = {}}: StepState): ToldThen => ({changedInputs: changedThen});

type Expressions = {readonly [name: string]: Expression};

/** What a step works out and does not bring from outside: named values, what a branch gives, what an included runbook gives. */
export const madeOf = (step: Step, choice: string | undefined): Expressions => {
  switch (step.kind) {
    case 'let':
      return step.values;
    case 'include':
      return step.runbook.outputs;
    case 'decision':
    case 'parallel':
      return Object.assign(
        {},
        ...step.branches.filter(({name}) => step.kind === 'parallel' || name === choice).map(({outputs}) => outputs),
      );
    default:
      return {};
  }
};

/** Those of a step that are in no record. What reads the time would come out as another. */
export const namedAgain = (
  step: Step | undefined,
  {status, choice, outputs}: StepState,
  scope: (step: Step) => Scope,
): Made => {
  if (step === undefined || status !== 'succeeded' || outputs === undefined) {
    return {};
  }
  const lost = Object.entries(madeOf(step, choice)).filter(
    ([name, value]) => !Object.hasOwn(outputs, name) && !readsTime(value),
  );
  return Object.fromEntries(
    lost.flatMap(([name, expression]): [string, Json][] => {
      const made = evaluate(expression, scope(step));
      return made.ok ? [[name, made.value]] : [];
    }),
  );
};

const readsTime = (expression: Expression): boolean =>
  referencesOf(expression).some(({path: [root, name]}) => root === 'run' && (name === undefined || name === 'now'));

/** The items of a loop; the list must be as long as it was. */
export const itemsAgain = (step: Step | undefined, scope: Scope, length: number): readonly Json[] => {
  const list = step?.kind === 'foreach' ? step.in : step?.each?.in;
  const made = list === undefined ? undefined : evaluate(list, scope);
  return made?.ok && Array.isArray(made.value) && made.value.length === length ? made.value : [];
};

/** Those that are recorded as something else. */
export const hiddenItems = (items: readonly Json[], recorded: readonly Json[]): readonly Json[] =>
  items.filter((item, index) => JSON.stringify(item) !== JSON.stringify(recorded[index] ?? null));

/** What an included runbook was told: what was recorded stands, and secrets are filled in and read as they were. */
export const toldAgain = (
  {inputs, runbook}: StepOf<'include'>,
  scope: Scope,
  {
    recorded,
    secrets,
    time,
  }: {readonly recorded: Made; readonly secrets: readonly string[]; readonly time: TimeOfReading},
): Made => {
  const again = secrets.flatMap((name): [string, Json][] => {
    const text = inputs[name];
    const declaration = runbook.inputs[name];
    if (text === undefined || !declaration) {
      return [[name, declaration?.default ?? null]];
    }
    const filled = fillText(text, scope);
    const read = filled.ok ? readInput(declaration, filled.value, time) : filled;
    return read.ok ? [[name, read.value]] : [];
  });
  return {...recorded, ...Object.fromEntries(again)};
};
