/** What an included runbook was told, and what of it is recorded. */
import type {Json} from '../../base/canonical-json.ts';

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
