/** A secret that is gone with the program that knew it is given again: the record says that it was, the session keeps what it is. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Wanted} from '../../machine/wanted.ts';
import type {FactBody, Lack} from '../../run/event.ts';
import {readInput} from '../../runbook/inputs.ts';
import {placesOf, sameTargets} from '../actions/connections-given.ts';
import {type Context, stateAt, stepAt} from '../context.ts';
import type {Answer} from '../questions/answered-step.ts';
import {readAs} from '../values/typed-outputs.ts';
import {isConnection} from './secrets.ts';

/** Gives the first that is lacking, or the one that a held step may have failed for. What waited goes on by itself. */
export const give = (context: Context, {item, intent}: Answer): Result<readonly FactBody[]> => {
  const {lacks: [lacking] = [], status, failure} = stateAt(context.state, item.path);
  if (!lacking) {
    return fail('Nothing is lacking here that could be given again.');
  }
  const {step: path, name} = lacking;
  const read = readGiven(context, lacking, intent.value);
  if (!read.ok) {
    return read;
  }
  context.values.at(path).keepGivenAgain(stepAt(context.forest, path).step.id, name, read.value);
  // What was worked out from it is as secret, and known from here on.
  context.values.remake();
  const given: FactBody = {type: 'given-again', step: path, attempt: stateAt(context.state, path).attempt, name};
  // What has begun may have done its work: that is tried again only if a person says so.
  return status === 'held' && failure?.hasBegun !== true
    ? succeed([given, {type: 'retried', step: item.path, attempt: item.attempt}])
    : succeed([given]);
};

/** As it was read when it was given first; no sentence repeats what was typed unseen. */
const readGiven = (context: Context, {step: path, name}: Lack, value: unknown): ReturnType<typeof readInput> => {
  if (typeof value !== 'string' || value.trim() === '') {
    return fail('Which value? Give it as it was.');
  }
  const {step} = stepAt(context.forest, path);
  const {time} = context.values;
  if (step.kind !== 'input') {
    const read = readAs(step.outputs[name] ?? {}, {value, isSecret: true}, time);
    return read.ok ? read : fail(`That does not do: ${read.reason}.`);
  }
  const {declaration} = step;
  const read = readInput(declaration, value, time());
  if (!read.ok) {
    return fail(`That does not do: it is no ${declaration.type} as the runbook asks for.`);
  }
  const {places} = stateAt(context.state, path);
  return isConnection(declaration) && places && !sameTargets(places, placesOf(read.value))
    ? fail(
        `That leads elsewhere than before: it led to ${places.map(({host, port, database}) => `${host}:${port}/${database}`).join(', ')}.`,
      )
    : read;
};

/** Nobody knows it any more: the step is held, as after any failure, and a person says what follows. */
export const cannotGive = (
  {state}: Context,
  {want, path: step, attempt: at, of = at}: Wanted,
  reason: string,
): readonly FactBody[] => {
  const next = stateAt(state, step).attempt + 1;
  if (want === 'undo') {
    return [{type: 'undo-failed', step, attempt: next, of, reason}];
  }
  return [{type: 'failed', step, attempt: want === 'enter' ? next : at, reason, then: {do: 'hold'}}];
};
