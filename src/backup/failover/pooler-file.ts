/** The databases in PgBouncer's configuration: which lead to an old place, and the same text with a new one. */

export type Place = {readonly host: string; readonly port: number};

export type PooledDatabase = {
  readonly name: string;
  readonly line: number;
  /** Null where it has none: then it leads to a socket of the pooler's own host. */
  readonly host: string | null;
  readonly port: number;
};

/** Those of the section `[databases]`; a place without a port is at 5432. */
export const databasesIn = (text: string): readonly PooledDatabase[] => {
  const found: PooledDatabase[] = [];
  let section = '';
  for (const [line, written] of text.split('\n').entries()) {
    section = /^\s*\[\s*(\w+)\s*\]/.exec(written)?.[1]?.toLowerCase() ?? section;
    const [, name, words = ''] = /^\s*("(?:[^"]|"")*"|[^\s;#=[]+)\s*=\s*(.*)$/.exec(written) ?? [];
    const host = settingOf(words, 'host');
    if (section === 'databases' && name !== undefined) {
      found.push({name: bare(name), line, host, port: Number(settingOf(words, 'port') ?? 5432)});
    }
  }
  return found;
};

const bare = (name: string): string => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name);

/** Whether it leads to one of them, letter by letter: other spellings of a host are no business of a program. */
export const leadsTo = ({host, port}: Omit<PooledDatabase, 'name' | 'line'>, places: readonly Place[]): boolean =>
  places.some(place => place.host === host && place.port === port);

/** All that led to one of these places lead to the other; every letter of the rest stays. */
export const withPlace = (text: string, from: readonly Place[], to: Place): string => {
  const meant = new Set(
    databasesIn(text)
      .filter(one => leadsTo(one, from))
      .map(({line}) => line),
  );
  return text
    .split('\n')
    .map((written, line) => (meant.has(line) ? withWords(written, to) : written))
    .join('\n');
};

/** `host=…` between blanks; a value with a blank stands in single quotes, and a quote in it is doubled. */
const word = (name: string): RegExp => new RegExp(`(^|[\\s=])${name}\\s*=\\s*('(?:[^']|'')*'|[^\\s']+)`);

const settingOf = (words: string, name: string): string | null => {
  const value = word(name).exec(words)?.[2];
  return value === undefined ? null : value.startsWith("'") ? value.slice(1, -1).replaceAll("''", "'") : value;
};

const withWords = (written: string, {host, port}: Place): string => {
  const withHost = written.replace(word('host'), (_all, before: string) => `${before}host=${host}`);
  return word('port').test(withHost)
    ? withHost.replace(word('port'), (_all, before: string) => `${before}port=${port}`)
    : withHost.replace(/(host=\S+)/, `$1 port=${port}`);
};
