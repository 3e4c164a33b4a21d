/** A target as people call it: the database and its host out of a connection text, and never a password. */
import {stepsInOrder} from '../run/blocks.ts';
import type {ShownAction} from '../run/shown.ts';
import type {RunState} from '../run/state.ts';

/** `ticketing@db1` of a URI or of libpq's key=value words; a local socket has no host worth saying. Other texts stay as they are. */
export const targetName = (target: string): string => {
  const {database, host} = uriParts(target) ?? wordParts(target) ?? maskedParts(target) ?? {};
  if (database === undefined) {
    return withoutPassword(target);
  }
  return host === undefined || host === '' || host.startsWith('/') ? database : `${database}@${host}`;
};

/** What the run acts on, as far as the record says: the target of the action that was shown last. Whom a message went to is none. */
export const targetOf = (state: RunState): string | undefined => {
  const steps = stepsInOrder(state);
  const acted = steps.findLast(({shown}) => shown?.target !== undefined && shown.kind !== 'notify')?.shown?.target;
  return acted ?? connectionOf(steps.findLast(({shown}) => connectionOf(shown) !== undefined)?.shown);
};

/** A program is told its database by its environment: of several connections there, ours first. */
const connectionOf = (shown: ShownAction | undefined): string | undefined => {
  const texts = Object.entries(shown?.values ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && maskedParts(entry[1]) !== undefined,
  );
  return (texts.find(([name]) => name === 'LIFEBOAT_DATABASE') ?? texts[0])?.[1];
};

/** The same text with the password taken out, should one have come this far. */
export const withoutPassword = (target: string): string =>
  target.replace(/(\w+:\/\/[^\s/:@]*):[^\s@]*@/g, '$1:***@').replace(/\b(password\s*=\s*)(?:'[^']*'|\S+)/gi, '$1***');

type Parts = {readonly database?: string; readonly host?: string};

const uriParts = (target: string): Parts | undefined => {
  const [, host = '', database] = /^postgres(?:ql)?:\/\/(?:[^@/]*@)?([^/?]*)\/([^?]+)/.exec(target) ?? [];
  return database === undefined ? undefined : {database, host: host.startsWith('%2F') ? '' : host};
};

const wordParts = (target: string): Parts | undefined => {
  const database = wordOf(target, 'dbname');
  const host = wordOf(target, 'host');
  return database === undefined ? undefined : {database, ...(host !== undefined && {host})};
};

/** As the record writes a connection whose text is secret: `‹database: ops@db1:5432/ticketing›`. */
const maskedParts = (target: string): Parts | undefined => {
  const [, host = '', database] =
    /^\u2039[^:\u203a]*: (?:[^@\u203a]*@)?([^\u203a]*):\d+\/([^/\u203a]+)\u203a$/.exec(target) ?? [];
  return database === undefined ? undefined : {database, host};
};

const wordOf = (target: string, key: string): string | undefined =>
  new RegExp(`(?:^|\\s)${key}\\s*=\\s*('[^']*'|\\S+)`).exec(target)?.[1]?.replaceAll("'", '');
