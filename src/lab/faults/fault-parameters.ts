/** The parameters of a fault, as the drill block or the command line gives them. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Fault} from '../fault.ts';

/** Their values as texts, by name: all that are needed, and none that nobody knows. */
export const readParameters = (
  {name, parameters}: Pick<Fault, 'name' | 'parameters'>,
  given: unknown,
): Result<Readonly<Record<string, string>>> => {
  const fields: Record<string, unknown> = typeof given === 'object' ? {...given} : {};
  const known = Object.entries(parameters);
  const unknown = Object.keys(fields).find(field => !Object.hasOwn(parameters, field));
  if (unknown !== undefined) {
    return fail(`the fault ${name} has no parameter "${unknown}"; ${takes(name, parameters)}`);
  }
  const missing = known.find(([field, {isNeeded}]) => isNeeded && fields[field] === undefined);
  if (missing !== undefined) {
    return fail(`the fault ${name} lacks its parameter "${missing[0]}"; ${takes(name, parameters)}`);
  }
  const odd = Object.entries(fields).find(([, value]) => typeof value !== 'string' && typeof value !== 'number');
  return odd === undefined
    ? succeed(Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, String(value)])))
    : fail(`the parameter "${odd[0]}" of the fault ${name} is neither a text nor a number`);
};

const takes = (name: string, parameters: Fault['parameters']): string => {
  const words = Object.entries(parameters).map(([field, {isNeeded}]) => (isNeeded ? field : `${field} (optional)`));
  return words.length === 0 ? `${name} takes none` : `${name} takes ${words.join(', ')}`;
};
