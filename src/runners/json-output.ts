/** Standard output as a JSON value, where it is one that can be recorded. */
import type {Json} from '../base/canonical-json.ts';

/** The value of a JSON text; `undefined` where it is none, or holds what no fact can: half a character, an infinite number. */
export const jsonOf = (text: string): Json | undefined => {
  // Most output is no JSON; a first look is cheaper than an exception.
  if (!/^\s*[[{"\-\dtfn]/.test(text)) {
    return undefined;
  }
  try {
    const value: Json = JSON.parse(text);
    return isRecordable(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isRecordable = (value: Json | undefined): boolean => {
  if (value === null || value === undefined || typeof value === 'boolean') {
    return true;
  }
  if (typeof value === 'number') {
    return Number.isFinite(value);
  }
  if (typeof value === 'string') {
    return value.isWellFormed();
  }
  // A member of that name would change what a copy of the object inherits.
  return Object.entries(value).every(
    ([name, member]) => name !== '__proto__' && name.isWellFormed() && isRecordable(member),
  );
};
