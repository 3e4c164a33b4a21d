/** The databases in PgBouncer's configuration: which lead to an old place, and the same text with a new one. */

export type Place = {readonly host: string; readonly port: number};

export type PooledDatabase = Place & {readonly name: string; readonly line: number};

/** Those of the section `[databases]`; a place without a port is at 5432, one without a host is a socket and is left out. */
export const databasesIn = (text: string): readonly PooledDatabase[] => {
  const found: PooledDatabase[] = [];
  let section = '';
  for (const [line, written] of text.split('\n').entries()) {
    section = /^\s*\[\s*(\w+)\s*\]/.exec(written)?.[1]?.toLowerCase() ?? section;
    const [, name, words = ''] = /^\s*("(?:[^"]|"")*"|[^\s;#=[]+)\s*=\s*(.*)$/.exec(written) ?? [];
    const host = settingOf(words, 'host');
    if (section === 'databases' && name !== undefined && host !== null) {
      found.push({name, line, host, port: Number(settingOf(words, 'port') ?? 5432)});
    }
  }
  return found;
};

/** The names of those that lead to a place, and of all others with where they lead. */
export const sortByPlace = (text: string, {host, port}: Place) => {
  const databases = databasesIn(text);
  const isMeant = (one: Place): boolean => one.host === host && one.port === port;
  return {
    meant: databases.filter(isMeant).map(({name}) => name),
    elsewhere: databases.filter(one => !isMeant(one)).map(one => `${one.name} (${one.host}:${one.port})`),
  };
};

/** All that led to the one place lead to the other; every other letter stays. */
export const withPlace = (text: string, from: Place, to: Place): string => {
  const meant = new Set(
    databasesIn(text)
      .filter(({host, port}) => host === from.host && port === from.port)
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
