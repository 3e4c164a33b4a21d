/** What an included runbook was told: what of it is recorded, and how the rest is made again. */
import type {Json} from '../base/canonical-json.ts';
import type {StepState} from '../run/state.ts';
import type {StepOf} from '../runbook/runbook.ts';
import type {Scope} from '../runbook/scope.ts';
import {fillText} from '../runbook/text.ts';

type Told = {readonly [name: string]: Json};

export type ToldInputs = {
  readonly inputs: Told;
  /** Those that draw on a secret of whoever includes it, beside the ones that it declares itself. */
  readonly secret: ReadonlySet<string>;
};

/** What of it is recorded: secrets by name only. */
export const recordedIncluded = ({
  inputs,
  secret,
}: ToldInputs): {readonly inputs: Told; readonly secrets: readonly string[]} => {
  const names = Object.keys(inputs);
  return {
    inputs: Object.fromEntries(Object.entries(inputs).filter(([name]) => !secret.has(name))),
    secrets: names.filter(name => secret.has(name)),
  };
};

/** After a crash: what was recorded stands, and secrets are made again, as far as they can be. */
export const toldAgain = (
  {inputs}: StepOf<'include'>,
  scope: Scope,
  {inputs: recorded = {}, secretInputs: secrets = []}: Pick<StepState, 'inputs' | 'secretInputs'>,
): Told => {
  const again = secrets.flatMap((name): [string, Json][] => {
    const filled = fillText(inputs[name] ?? '', scope);
    return filled.ok ? [[name, filled.value]] : [];
  });
  return {...recorded, ...Object.fromEntries(again)};
};
