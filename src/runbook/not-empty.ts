/** The check that a text or a list of a field holds something. */
import * as z from 'zod';

/**
 * Refuses an empty text or list. The library's own check looks at whatever has a length, so at a map with a key of that name
 * too, and ends with an accident where that is a map again.
 */
export const notEmpty = (message: string) => {
  const check = z.minLength(1, message);
  check._zod.def.when = ({value}) => typeof value === 'string' || Array.isArray(value);
  return check;
};
