/** What a step gives with a type: read as an input of that type is, and seen in expressions as one. */
import type {Json} from '../../base/canonical-json.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import {connectionValue, type Scope, type ScopeValue, typed} from '../../runbook/expressions/scope.ts';
import type {InputType} from '../../runbook/input-declaration.ts';
import {readInput} from '../../runbook/inputs.ts';
import type {Step} from '../../runbook/runbook.ts';
import type {TimeOfReading} from '../../runbook/timestamps.ts';
import {placeOf} from '../secrets/masked-inputs.ts';

/** As it is kept; where it does not fit, the reason quotes no secret. */
export const readAs = (
  {type}: {readonly type?: InputType | undefined},
  {value, isSecret}: {readonly value: Json; readonly isSecret: boolean},
  time: () => TimeOfReading,
): Result<Json> => {
  if (type === undefined) {
    return succeed(value);
  }
  const read = readInput({name: 'value', type, optional: true, span: {from: 0, to: 0}}, value, time());
  return read.ok || !isSecret ? read : fail(`what it gives is no ${type}`);
};

type Given = {
  readonly secret: {readonly [name: string]: Json};
  readonly open: {readonly [name: string]: Json};
  readonly view: 'real' | 'masked';
};

/** Those that were declared with a type. Of a secret there is only its name to be seen, of a connection where it leads. */
export const typedOutputs = (step: Step | undefined, {secret, open, view}: Given): Scope => {
  const types = step === undefined ? [] : typesOf(step);
  return Object.fromEntries(
    types.flatMap(([name, type]): [string, ScopeValue][] => {
      const value = open[name] ?? secret[name];
      if (type === 'connection' && typeof value === 'string') {
        return [[name, connectionValue(value, view === 'masked' ? placeOf(step?.id ?? name, value) : undefined)]];
      }
      return value === undefined || (view === 'masked' && open[name] === undefined) ? [] : [[name, typed(type, value)]];
    }),
  );
};

const typesOf = (step: Step): readonly (readonly [string, InputType])[] => [
  ...(step.kind === 'input' ? [['value', step.declaration.type] as const] : []),
  ...Object.entries(step.outputs).flatMap(([name, {type}]) => (type === undefined ? [] : [[name, type] as const])),
];
