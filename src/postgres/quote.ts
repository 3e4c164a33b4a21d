/** Names and values as SQL text, quoted so that they can be nothing else. */
import {assert} from '../base/assert.ts';

/** An identifier of any spelling: `odd "name"` becomes `"odd ""name"""`. */
export const quoteIdentifier = (name: string): string => {
  assert(!name.includes('\0'), 'a name with a zero byte reached SQL');
  return `"${name.replaceAll('"', '""')}"`;
};

/** A text value; a backslash switches to the E form, so the session's settings cannot change its meaning. */
export const quoteLiteral = (value: string): string => {
  assert(!value.includes('\0'), 'a value with a zero byte reached SQL');
  const body = value.replaceAll("'", "''");
  return body.includes('\\') ? ` E'${body.replaceAll('\\', '\\\\')}'` : `'${body}'`;
};

/** A value of postgresql.conf, where a quote is doubled and a backslash starts an escape. */
export const quoteSetting = (value: string): string => {
  assert(!/[\0\n\r]/.test(value), 'a setting with a line break reached a configuration file');
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
};
