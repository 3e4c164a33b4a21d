/** What an included runbook would be told, as far as that is known before anything runs. */
import type {Json} from '../../base/canonical-json.ts';
import type {StepOf} from '../../runbook/runbook.ts';
import {openText} from '../../runbook/texts/open-texts.ts';
import {seenInput} from '../secrets/masked-inputs.ts';
import {mask} from '../secrets/redact.ts';
import {readIncludedInputs} from '../values/included-inputs.ts';
import {recordedIncluded, type ToldInputs} from '../values/told-inputs.ts';
import {type Foreknown, imagine} from './foretell-values.ts';
import {type Causes, causesOfText, type KnownNow, openingAt, type Place} from './known-now.ts';

type Include = StepOf<'include'>;

/** Tells it what is known, and lets it know inside what waits for something. */
export const foretellIncluded = (known: KnownNow, place: Place, step: Include): Foreknown => {
  const {path} = place;
  const values = known.values.at(path);
  const later = laterIn(known, place, step);
  known.laterInputs.set(path, later);
  const opening = openingAt(known, place);
  const texts = Object.entries(step.inputs).map(([name, text]) => [name, openText(text, opening)] as const);
  const open = Object.fromEntries(texts.filter(([name]) => later.has(name)));
  if (place.isLeftOut) {
    return {shown: open, problems: []};
  }
  const {runbook} = step;
  const declared = Object.entries(runbook.inputs).filter(([name]) => !later.has(name));
  const toldNow: Include = {
    ...step,
    inputs: Object.fromEntries(texts.filter(([name]) => !later.has(name))),
    runbook: {...runbook, inputs: Object.fromEntries(declared)},
  };
  const told = readIncludedInputs(toldNow, values, values.time());
  if (!told.ok) {
    known.laterInputs.set(path, allOf(step));
    return {shown: open, problems: [told.reason]};
  }
  values.keepInputs(runbook, told.value);
  imagine(known, {type: 'opened', step: path, attempt: 1, ...recordedIncluded(told.value)});
  return {shown: {...asSeen(step, told.value), ...open}, problems: []};
};

const laterIn = (known: KnownNow, place: Place, step: Include): ReadonlyMap<string, Causes> =>
  place.isLeftOut
    ? allOf(step)
    : new Map(
        Object.entries(step.inputs).flatMap(([name, text]): [string, Causes][] => {
          const causes = causesOfText(known, place, text);
          return causes.length === 0 ? [] : [[name, causes]];
        }),
      );

const allOf = ({id, runbook}: Include): ReadonlyMap<string, Causes> =>
  new Map(Object.keys(runbook.inputs).map(name => [name, [`steps.${id}`]]));

/** What draws on a secret of whoever includes it is one too. */
const asSeen = ({runbook}: Include, {inputs, secret}: ToldInputs): {readonly [name: string]: Json} =>
  Object.fromEntries(
    Object.values(runbook.inputs)
      .filter(({name}) => Object.hasOwn(inputs, name))
      .map(declaration => {
        const {name} = declaration;
        const seen = seenInput(declaration, inputs[name] ?? null);
        return [name, secret.has(name) && seen === inputs[name] && seen !== null ? mask(name) : seen];
      }),
  );
