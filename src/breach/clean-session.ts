/** A connection whose names mean what the server itself means by them, whatever somebody has set for this role or database. */
import {userInfo} from 'node:os';
import {formatConnection, parseConnection} from '../postgres/uri.ts';

/**
 * An intruder may have put a schema of theirs before pg_catalog (ALTER DATABASE … SET search_path): then a superuser who
 * calls format() calls theirs. What comes with the connection stands above such settings (PostgreSQL manual, 20.1).
 */
export const cleaned = (where: string): string => {
  const target = parseConnection(where, {user: process.env.PGUSER ?? userInfo().username});
  if (!target.ok) {
    // Whoever connects says what is wrong with it.
    return where;
  }
  const {options} = target.value;
  const words = [...(options.options === undefined ? [] : [options.options]), '-c search_path=pg_catalog'];
  return formatConnection({...target.value, options: {...options, options: words.join(' ')}}, {withPassword: true});
};
