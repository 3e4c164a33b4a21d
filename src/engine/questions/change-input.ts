/** A held step is tried again with another input: the wrong host or table need not end the run. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {FactBody} from '../../run/event.ts';
import {includeAround} from '../../run/included.ts';
import type {Intent} from '../../run/intent.ts';
import {readInput} from '../../runbook/inputs.ts';
import type {Context} from '../context.ts';
import {isConnection} from '../secrets/secrets.ts';
import type {Answer} from './answered-step.ts';

/**
 * Reads `NAME=VALUE` as a typed input and lets the step be tried again. What the run is about stays: connections and
 * secrets are proved when it begins, and another database is another run.
 */
export const changeInput = (context: Context, {item, intent}: Answer): Result<readonly FactBody[]> => {
  const around = includeAround(context.state, item.path);
  if (around) {
    return fail(
      `"${around.outline.title}" was told its inputs when it was opened, and this step would not see the change; go back to it first.`,
    );
  }
  const {inputs} = context.values.declared();
  const {name, raw} = readSetting(intent.value);
  const declaration = inputs[name];
  if (!declaration) {
    return fail(`Which input? Write it as NAME=VALUE; there are ${Object.keys(inputs).join(', ') || 'none'}.`);
  }
  if (declaration.type === 'secret' || isConnection(declaration)) {
    return fail(`${name} says what this run is about, or opens it; begin another run with another one.`);
  }
  const nowMs = context.clock.nowMs();
  const read = readInput(declaration, raw, {nowMs, zoneOffsetMinutes: -new Date(nowMs).getTimezoneOffset()});
  if (!read.ok) {
    return fail(`That does not do: ${read.reason}.`);
  }
  if (context.values.holdsSecret(read.value)) {
    return fail('That holds a secret of this run; it would stand in the record.');
  }
  const {path: step, attempt} = item;
  const {reason} = intent;
  const why = reason === undefined ? {} : {reason};
  return succeed([
    {type: 'inputs-changed', inputs: {[name]: read.value}, ...why},
    {type: 'retried', step, attempt, ...why},
  ]);
};

/** `NAME=VALUE` as it is typed. */
export const readSetting = (value: Intent['value']): {readonly name: string; readonly raw: string} => {
  const [, name = '', raw = ''] = /^([a-z][a-z0-9_]*)=(.*)$/s.exec(String(value ?? '')) ?? [];
  return {name, raw};
};
