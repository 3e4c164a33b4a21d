/** Values that steps name or give to those after them, as far as they are known before anything runs. */
import type {Json} from '../../base/canonical-json.ts';
import type {FactBody} from '../../run/event.ts';
import {apply} from '../../run/fold.ts';
import type {Path} from '../../run/path.ts';
import type {Expression, Step} from '../../runbook/runbook.ts';
import {placeholder} from '../../runbook/texts/open-texts.ts';
import {textsOf} from '../secrets/hidden-texts.ts';
import {mask} from '../secrets/redact.ts';
import {makeValue} from '../values/made-values.ts';
import {type Causes, type KnownNow, openingAt, type Place} from './known-now.ts';

type Shown = {readonly [name: string]: Json};

export type Foreknown = {readonly shown: Shown; readonly problems: readonly string[]};

/** Lets the state know what would have been recorded: expressions and views read it from there. */
export const imagine = ({state, values}: KnownNow, body: FactBody): void => {
  const at = new Date(values.time().nowMs).toISOString();
  const actor = {name: 'nobody', via: 'engine'} as const;
  apply(state, {seq: state.facts, sync: -1, session: 1, at, monoUs: 0, actor, ...body});
};

type Naming = {
  readonly step: Step;
  readonly expressions: {readonly [name: string]: Expression};
  /** Where they are evaluated. */
  readonly viewer: Path;
};

/** Evaluates named values; those that wait for something stand as what they wait for. */
export const foretellNamed = (known: KnownNow, place: Place, naming: Naming): Foreknown => {
  const named = Object.keys(naming.expressions).map(name => ({name, ...foretellOne(known, place, {...naming, name})}));
  const problems = named.flatMap(({name, problem}) => (problem === undefined ? [] : [`${name}: ${problem}`]));
  if (!place.isLeftOut && problems.length === 0 && named.length > 0) {
    const open = named.filter(({secret}) => secret === undefined);
    const outputs = Object.fromEntries(open.map(({name, value}) => [name, value]));
    known.outputs.set(place.path, new Map(named.map(({name, waitsFor}) => [name, waitsFor])));
    imagine(known, {type: 'succeeded', step: place.path, attempt: 1, outputs});
    for (const {name, secret} of named) {
      if (secret !== undefined) {
        known.values.at(place.path).keepDerivedOutput(naming.step.id, name, secret);
      }
    }
  }
  const {value: safe} = textsOf(known.values.hide);
  return {shown: Object.fromEntries(named.map(({name, value}) => [name, safe(value)])), problems};
};

type One = {
  /** As it may be seen. */
  readonly value: Json;
  readonly waitsFor: Causes;
  readonly secret?: Json;
  readonly problem?: string;
};

const foretellOne = (
  known: KnownNow,
  place: Place,
  {step, expressions, viewer, name}: Naming & {readonly name: string},
): One => {
  const part = openingAt(known, {...place, path: viewer})(expressions[name] ?? '');
  const value = placeholder(part.expression);
  if (part.is === 'open') {
    return {value, waitsFor: part.waitsFor};
  }
  const made = makeValue(part.expression, known.values.at(viewer));
  if (!made.ok) {
    return {value, waitsFor: [`steps.${step.id}`], problem: made.reason};
  }
  return made.value.isSecret
    ? {value: mask(`${step.id}.${name}`), waitsFor: [], secret: made.value.value}
    : {value: made.value.value, waitsFor: []};
};
