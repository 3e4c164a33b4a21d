/** A value that a step asks for, where its answer was prepared: then later steps know it before anything runs. */
import {readInput} from '../../runbook/inputs.ts';
import type {StepOf} from '../../runbook/runbook.ts';
import {textsOf} from '../secrets/hidden-texts.ts';
import {seenInput} from '../secrets/masked-inputs.ts';
import {isConnection} from '../secrets/secrets.ts';
import {type Foreknown, imagine} from './foretell-values.ts';
import type {Place} from './known-now.ts';
import type {Walk} from './walk.ts';

/** Reads the prepared answer as the engine reads it. */
export const foretellAnswer = ({known, prepared}: Walk, place: Place, step: StepOf<'input'>): Foreknown => {
  const {path} = place;
  const answer = place.isLeftOut ? undefined : prepared(path, step.id);
  if (answer === undefined) {
    return {shown: {}, problems: []};
  }
  const values = known.values.at(path);
  const {declaration, id} = step;
  const read = readInput(declaration, answer, values.time());
  if (!read.ok) {
    return {shown: {}, problems: [values.hide(`the answer that was prepared does not do: ${read.reason}`)]};
  }
  const {value} = read;
  const isSecret =
    value !== null && (declaration.type === 'secret' || isConnection(declaration) || values.holdsSecret(value));
  if (isSecret) {
    values.keepSecretOutput(id, 'value', value);
  }
  known.outputs.set(path, new Map([['value', []]]));
  imagine(known, {type: 'succeeded', step: path, attempt: 1, outputs: isSecret ? {} : {value}});
  return {
    shown: {value: textsOf(values.hide).value(seenInput({...declaration, name: `${id}.value`}, value))},
    problems: [],
  };
};
