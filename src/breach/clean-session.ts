/** A connection on which nothing runs that an intruder has set for this role or database, and whose names mean what the server itself means by them. */
import {userInfo} from 'node:os';
import {guardedOptions} from '../postgres/guarded-session.ts';
import {formatConnection, parseConnection} from '../postgres/uri.ts';

/**
 * An intruder may have put a schema of theirs before pg_catalog (ALTER DATABASE … SET search_path): then a superuser who
 * calls format() calls theirs. The same goes for libraries that a session loads, and for triggers at a login.
 */
export const cleaned = (where: string): string => {
  const target = parseConnection(where, {user: process.env.PGUSER ?? userInfo().username});
  if (!target.ok) {
    // Whoever connects says what is wrong with it.
    return where;
  }
  const {options} = target.value;
  const given = options.options === undefined ? [] : [options.options];
  const words = [...given, ...guardedOptions.filter(word => !given.some(text => text.includes(word)))];
  return formatConnection({...target.value, options: {...options, options: words.join(' ')}}, {withPassword: true});
};
