/** The values that a command line gives to inputs: of a file and of its arguments, which win. */
import {type Result, succeed} from '../base/result.ts';
import type {Runbook} from '../runbook/runbook.ts';
import {readData} from './data-file.ts';
import {type GivenInputs, parseSettings, refuseSecretSettings} from './inputs.ts';
import type {Refusal} from './refusal.ts';

export type InputOptions = {readonly set: readonly string[]; readonly inputs?: string};

/** Reads them as they were given; no secret is taken from the arguments. */
export const givenInputs = (runbook: Runbook, options: InputOptions): Result<GivenInputs, Refusal> => {
  const settings = parseSettings(options.set);
  const file = readData(options.inputs);
  if (!settings.ok) {
    return settings;
  }
  const open = refuseSecretSettings(runbook, settings.value);
  if (!open.ok) {
    return open;
  }
  return file.ok ? succeed({...file.value, ...settings.value}) : file;
};
