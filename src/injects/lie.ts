/** What a step came to, with some of it replaced: its work is done, and what is seen of it is not true. */
import type {Json} from '../base/canonical-json.ts';
import type {Performed} from '../engine/actions/runner.ts';
import type {OutputLies} from './injects.ts';

/** A place that leads through what is not there is made on the way; one that leads into a text or a number is left as it is. */
export const lied = (performed: Performed, {says}: Pick<OutputLies, 'says'>): Performed => {
  let {scope} = performed;
  for (const [field, value] of Object.entries(says)) {
    const [first = '', ...rest] = stepsOf(field);
    scope = {...scope, [first]: replaced(scope[first], rest, value)};
  }
  return {...performed, scope};
};

/** `rows[0].n` as `rows`, `0`, `n`. */
const stepsOf = (field: string): readonly string[] => field.split(/[.[\]]+/).filter(step => step !== '');

const replaced = (current: Json | undefined, [step, ...rest]: readonly string[], value: Json): Json => {
  if (step === undefined) {
    return value;
  }
  if (Array.isArray(current)) {
    const at = Number(step);
    const list: readonly Json[] = current;
    return at <= list.length ? [...list.slice(0, at), replaced(list[at], rest, value), ...list.slice(at + 1)] : current;
  }
  if (current === undefined || current === null) {
    const made = replaced(undefined, rest, value);
    return /^\d+$/.test(step) ? [made] : {[step]: made};
  }
  return isMap(current) ? {...current, [step]: replaced(current[step], rest, value)} : current;
};

const isMap = (value: Json): value is {readonly [key: string]: Json} => typeof value === 'object';
