/** What a step gave, as somebody wrote it down: held against what the step declares. */
import type {Json} from '../../base/canonical-json.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Step} from '../../runbook/runbook.ts';
import {isTooLong, stepValues} from '../actions/judge.ts';
import {type Context, isoAt, stepAt, valuesAt} from '../context.ts';
import {readAs} from '../values/typed-outputs.ts';
import type {Entering} from './entering.ts';

/** Nothing where nothing was written down. What needs a value that is missing later says so then. */
export const outputsOnPaper = (
  context: Context,
  {item, entry}: Entering,
  {outputs: declared}: Step,
): Result<{readonly outputs?: {readonly [name: string]: Json}}> => {
  if (entry.outputs === undefined) {
    return succeed({});
  }
  const values = valuesAt(context, item);
  const outputs: {[name: string]: Json} = {};
  for (const [name, value] of Object.entries(entry.outputs)) {
    const declaration = declared[name];
    if (!declaration) {
      return fail(`${item.path} gives no "${name}"; it gives ${Object.keys(declared).join(', ') || 'nothing'}.`);
    }
    if (declaration.secret) {
      return fail(`"${name}" of ${item.path} is secret and belongs on no paper; it is asked for where it is needed.`);
    }
    const read = readAs(declaration, {value, isSecret: false}, values.time);
    if (!read.ok || isTooLong(read.value) || values.holdsSecret(read.value)) {
      return fail(
        `"${name}" of ${item.path} does not do: ${read.ok ? 'it is too long, or holds a secret' : read.reason}.`,
      );
    }
    outputs[name] = read.value;
  }
  return succeed({outputs});
};

/** Up to when data is back: as it was written down, else by the step's own rule where that needs nothing that is gone. */
export const pointOnPaper = (context: Context, {item, entry}: Entering): Result<{readonly recoveryPoint?: string}> => {
  const {step} = stepAt(context.forest, item.path);
  if (entry.recoveryPoint !== undefined) {
    return step.recoveryPoint === undefined
      ? fail(`${item.path} restores nothing, so it has no recovery point.`)
      : succeed({recoveryPoint: isoAt(Date.parse(entry.recoveryPoint))});
  }
  const told =
    step.recoveryPoint === undefined ? undefined : stepValues({...step, outputs: {}}, {}, valuesAt(context, item));
  return succeed(told?.ok && told.value.recoveryPoint !== undefined ? {recoveryPoint: told.value.recoveryPoint} : {});
};
