/** The inputs of a drill: what its drill block says and what the runbook has as a default, never what the operator has at hand. */
import type {Json} from '../base/canonical-json.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {labValue} from '../engine/values/lab-value.ts';
import {isOfLab} from '../lab/isolation.ts';
import {isConnection, isNeededInDrill} from '../runbook/drill-needs.ts';
import type {Scope} from '../runbook/expressions/scope.ts';
import type {Drill, Runbook} from '../runbook/runbook.ts';
import {fillText} from '../runbook/texts/text.ts';
import type {DrillLab} from './drill-lab.ts';
import {resolveInputs} from './inputs.ts';
import {type Refusal, refuse} from './refusal.ts';

type Values = {readonly [name: string]: Json};

/** Asked before the lab is built: whether every input that the runbook needs is given by its drill block. */
export const checkDrillInputs = (runbook: Runbook, drill: Drill): Result<void, Refusal> => {
  const missing = Object.values(runbook.inputs).find(
    input => !Object.hasOwn(drill.inputs, input.name) && isNeededInDrill(input),
  );
  if (missing === undefined) {
    return succeed(undefined);
  }
  const {name} = missing;
  return refuse(
    'invalid',
    `The drill block of ${runbook.id} does not give the input "${name}", and a drill takes none from the operator's environment.`,
    `Say it under drill.inputs, ${isConnection(missing) ? `such as ${name}: "\${lab.primary}"` : 'where the lab has it'}.`,
  );
};

/** For a drill without a lab: what the drill block says, and nothing of the operator's environment. */
export const inputsAtTable = (runbook: Runbook, drill: Drill): Result<Values, Refusal> => {
  const given = filledInputs(drill, {});
  return given.ok
    ? resolveInputs(withoutSources(runbook), given.value, Date.now())
    : refuse(
        'invalid',
        `${given.reason}; there is no lab in this drill.`,
        'Write the value itself under drill.inputs.',
      );
};

/** Resolves every input, after the lab was built. A connection that is not the lab's is a refusal: then nothing acts. */
export const inputsOfDrill = async (
  runbook: Runbook,
  drill: Drill,
  lab: DrillLab,
): Promise<Result<Values, Refusal>> => {
  const given = drillInputs(drill, lab);
  if (!given.ok) {
    return refuse('invalid', given.reason);
  }
  const inputs = resolveInputs(withoutSources(runbook), given.value, Date.now());
  for (const connection of inputs.ok ? connectionsAmong(runbook, inputs.value) : []) {
    if (!(await isOfLab(lab.estate, connection))) {
      return refuse(
        'unsafe',
        `A connection in drill.inputs of ${runbook.id} is not the lab of this drill, so nothing was started.`,
        'Give the names of the lab there, such as "${lab.primary}".',
      );
    }
  }
  return inputs;
};

const connectionsAmong = ({inputs}: Runbook, values: Values): readonly string[] =>
  Object.values(inputs)
    .filter(isConnection)
    .flatMap(({name}) => values[name] ?? [])
    .flatMap(value => (typeof value === 'string' ? [value] : Array.isArray(value) ? value.map(String) : []));

/** The drill with its prepared answers filled in: they may name what the lab has, as its inputs may. */
export const withFilledAnswers = (drill: Drill, lab: DrillLab): Drill => ({
  ...drill,
  answers: Object.fromEntries(
    Object.entries(drill.answers).map(([name, answer]) => {
      const filled = typeof answer === 'string' ? fillText(answer, scopeOf(lab)) : succeed(answer);
      // One that cannot be filled in answers nothing, and the drill then waits for a person.
      return [name, filled.ok ? filled.value : answer];
    }),
  ),
});

const drillInputs = (drill: Drill, lab: DrillLab): Result<Values> => filledInputs(drill, scopeOf(lab));

const scopeOf = (lab: DrillLab): Scope => ({
  lab: Object.fromEntries(Object.entries(lab.names).map(([name, value]) => [name, labValue(value)])),
  events: {disruption: lab.damage.committedAt},
});

const filledInputs = (drill: Drill, scope: Scope): Result<Values> => {
  const inputs: {[name: string]: Json} = {};
  for (const [name, value] of Object.entries(drill.inputs)) {
    const filled = typeof value === 'string' ? fillText(value, scope) : succeed(value);
    if (!filled.ok) {
      return fail(`drill.inputs.${name}: ${filled.reason}`);
    }
    inputs[name] = filled.value;
  }
  return succeed(inputs);
};

/** An environment variable, a file or a program of the operator's tells of production. */
const withoutSources = (runbook: Runbook): Runbook => ({
  ...runbook,
  inputs: Object.fromEntries(
    Object.entries(runbook.inputs).map(([name, {from: _from, ...declaration}]) => [name, declaration]),
  ),
});
