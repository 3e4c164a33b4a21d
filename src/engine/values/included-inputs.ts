/** What an included runbook is told: texts of the one that includes it, read as its inputs are. */
import type {Json} from '../../base/canonical-json.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import {readInput} from '../../runbook/inputs.ts';
import type {StepOf} from '../../runbook/runbook.ts';
import {secretInputs} from '../../runbook/secrets.ts';
import {fillText} from '../../runbook/texts/text.ts';
import type {TimeOfReading} from '../../runbook/timestamps.ts';
import {makeWith} from './made-values.ts';
import type {ToldInputs} from './told-inputs.ts';
import type {Values} from './values.ts';

/** Fills in and reads all of them; what is left out has its default or is null. */
export const readIncludedInputs = (
  {runbook, inputs}: StepOf<'include'>,
  values: Values,
  time: TimeOfReading,
): Result<ToldInputs> => {
  const told: {[name: string]: Json} = {};
  const secret = new Set(secretInputs(runbook));
  for (const declaration of Object.values(runbook.inputs)) {
    const {name, default: standard = null} = declaration;
    const text = inputs[name];
    const filled =
      text === undefined
        ? succeed({value: standard, isSecret: values.holdsSecret(standard)})
        : makeWith(scope => fillText(text, scope), values);
    if (!filled.ok) {
      return fail(`input ${name}: ${filled.reason}`);
    }
    const given = filled.value;
    const read = readInput(text === undefined ? {...declaration, optional: true} : declaration, given.value, time);
    if (!read.ok) {
      // The reason quotes what does not fit.
      return fail(`input ${name}: ${given.isSecret ? `what it is told is no ${declaration.type}` : read.reason}`);
    }
    told[name] = read.value;
    if (given.isSecret) {
      secret.add(name);
    }
  }
  return succeed({inputs: told, secret});
};
