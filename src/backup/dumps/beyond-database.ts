/** Statements of a dump that are not for the database that it is loaded into, told by their words. */

export type Reach =
  /** It is for the database that it is loaded into. */
  | {readonly kind: 'within'}
  /** About the database as a whole, by the name that it had: fed to a server as it is, it would change or drop production. */
  | {readonly kind: 'of-database'}
  /** For the whole server, its files or its programs; pg_dump writes none of them. */
  | {readonly kind: 'beyond'; readonly what: string}
  /** What pg_dump --clean writes first: it fails in an empty database, where there is nothing to clear away. */
  | {readonly kind: 'clearing'};

const within: Reach = {kind: 'within'};
const ofDatabase: Reach = {kind: 'of-database'};
const clearing: Reach = {kind: 'clearing'};
const beyond = (what: string): Reach => ({kind: 'beyond', what});

/** Begins with these words: nothing that follows makes it anything else, however much of it there is. */
export const isWithinByHead = (head: string): boolean => heads.has(head);

const heads: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'values']);

/** The tokens are those of a scan (scan-sql): words in small letters, so that a name in quotes is never taken for one. */
export const reachOf = (tokens: readonly string[]): Reach => {
  const [head = '', second = '', third = ''] = tokens;
  const flat = withoutParens(tokens);
  switch (head) {
    case 'drop':
      return ofServer(head, second, third) ?? clearing;
    case 'create':
      return ofServer(head, second, third) ?? within;
    case 'alter':
      return reachOfAlter(flat);
    case 'comment':
    case 'security':
      return aboutOn(flat, head.toUpperCase());
    case 'grant':
    case 'revoke':
      return flat.includes('on') ? aboutOn(flat, head.toUpperCase()) : beyond(`${head.toUpperCase()} of a role`);
    case 'copy':
      return reachOfCopy(flat);
    case 'set':
      return isPlainSetting(flat) ? within : beyond('SET standard_conforming_strings');
    case 'reset':
      return flat.includes('authorization') || second === 'role' ? within : beyond('RESET');
    case 'select':
      return reachOfSelect(tokens);
    default:
      return never.has(head) ? beyond(head.toUpperCase()) : within;
  }
};

/** Nothing of a dump: they load code, run a body that says nothing of what it does, or give away what others own. */
const never: ReadonlySet<string> = new Set(['load', 'do', 'reassign', 'discard']);

/** `user mapping` is of a foreign server, and that is of the database. */
const ofServer = (head: string, second: string, third: string): Reach | null =>
  second === 'database'
    ? ofDatabase
    : ownedByServer.has(second) && third !== 'mapping'
      ? beyond(`${head} ${second}`.toUpperCase())
      : null;

const ownedByServer: ReadonlySet<string> = new Set(['role', 'user', 'group', 'tablespace', 'system', 'owned']);

const reachOfAlter = (flat: readonly string[]): Reach => {
  const [, second = '', third = ''] = flat;
  const ofRole = second === 'role' || second === 'user' || second === 'group';
  if (ofRole && follows(flat, 'in', 'database')) {
    return ofDatabase;
  }
  return ofServer('alter', second, third) ?? (second === 'table' && flat.includes('drop') ? clearing : within);
};

const aboutOn = (flat: readonly string[], what: string): Reach => {
  const about = flat[flat.indexOf('on') + 1] ?? '';
  return about === 'database'
    ? ofDatabase
    : ownedByServer.has(about) || about === 'parameter'
      ? beyond(`${what} ON ${about.toUpperCase()}`)
      : within;
};

const reachOfCopy = (flat: readonly string[]): Reach => {
  if (follows(flat, 'from', 'program') || follows(flat, 'to', 'program')) {
    return beyond('COPY of a program');
  }
  return flat.some((token, at) => (token === 'from' || token === 'to') && isString(flat[at + 1]))
    ? beyond('COPY of a file')
    : within;
};

const isString = (token: string | undefined): boolean => token !== undefined && /^['$]|^e$/.test(token);

/** What pg_dump sets; `standard_conforming_strings` says what a quote is, so only what is read the same here. */
const isPlainSetting = (flat: readonly string[]): boolean =>
  !flat.includes('standard_conforming_strings') || plainBackslashOf(flat) !== null;

/** What a SET says of a backslash in plain strings; null where it says nothing, or nothing that is understood. */
export const plainBackslashOf = (tokens: readonly string[]): boolean | null => {
  const [head, ...rest] = tokens;
  const words = rest[0] === 'session' ? rest.slice(1) : rest;
  const isIt = head === 'set' && words[0] === 'standard_conforming_strings' && /^(?:=|to)$/.test(words[1] ?? '');
  return isIt && words.length === 3 && /^(?:on|off)$/.test(words[2] ?? '') ? words[2] === 'on' : null;
};

/** `SELECT pg_catalog.set_config('search_path', '', false)` is pg_dump's own. */
const reachOfSelect = (tokens: readonly string[]): Reach => {
  if (tokens.some((token, at) => token === 'set_config' && tokens[at + 2] !== "'search_path'")) {
    return beyond('set_config()');
  }
  const odd = tokens.find(token => token === 'lo_import' || token === 'lo_export');
  return odd === undefined ? within : beyond(`${odd}()`);
};

const follows = (flat: readonly string[], one: string, next: string): boolean =>
  flat.some((token, at) => token === one && flat[at + 1] === next);

/** What stands in parentheses are columns, options and queries, and says nothing of what the statement is. */
const withoutParens = (tokens: readonly string[]): readonly string[] => {
  let depth = 0;
  return tokens.filter(token => {
    depth += token === '(' ? 1 : 0;
    const isOutside = depth === 0;
    depth -= token === ')' ? 1 : 0;
    return isOutside;
  });
};
