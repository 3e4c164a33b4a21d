/** What an included runbook is told: texts of the one that includes it, read as its inputs are. */
import type {Json} from '../base/canonical-json.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import type {StepState} from '../run/state.ts';
import {readInput} from '../runbook/inputs.ts';
import type {StepOf} from '../runbook/runbook.ts';
import type {Scope} from '../runbook/scope.ts';
import {secretInputs} from '../runbook/secrets.ts';
import {fillText} from '../runbook/text.ts';
import type {TimeOfReading} from '../runbook/timestamps.ts';

type Told = {readonly [name: string]: Json};

/** Fills in and reads all of them; what is left out has its default or is null. */
export const readIncludedInputs = (
  {runbook, inputs}: StepOf<'include'>,
  scope: Scope,
  time: TimeOfReading,
): Result<Told> => {
  const told: {[name: string]: Json} = {};
  for (const declaration of Object.values(runbook.inputs)) {
    const {name, default: standard = null} = declaration;
    const text = inputs[name];
    const filled = text === undefined ? succeed(standard) : fillText(text, scope);
    if (!filled.ok) {
      return fail(`input ${name}: ${filled.reason}`);
    }
    const read = readInput(text === undefined ? {...declaration, optional: true} : declaration, filled.value, time);
    if (!read.ok) {
      return fail(`input ${name}: ${read.reason}`);
    }
    told[name] = read.value;
  }
  return succeed(told);
};

/** What of them is recorded: secrets by name only. */
export const recordedIncluded = (
  {runbook}: StepOf<'include'>,
  told: Told,
  holdsSecret: (value: Json) => boolean,
): {readonly inputs: Told; readonly secrets: readonly string[]} => {
  const declared = new Set(secretInputs(runbook));
  const isSecret = ([name, value]: [string, Json]): boolean => declared.has(name) || holdsSecret(value);
  const entries = Object.entries(told);
  return {
    inputs: Object.fromEntries(entries.filter(entry => !isSecret(entry))),
    secrets: entries.filter(isSecret).map(([name]) => name),
  };
};

/** After a crash: what was recorded stands, and secrets are made again, as far as they can be. */
export const toldAgain = (
  {inputs}: StepOf<'include'>,
  scope: Scope,
  {inputs: recorded = {}, secretInputs: secrets = []}: StepState,
): Told => {
  const again = secrets.flatMap((name): [string, Json][] => {
    const filled = fillText(inputs[name] ?? '', scope);
    return filled.ok ? [[name, filled.value]] : [];
  });
  return {...recorded, ...Object.fromEntries(again)};
};
