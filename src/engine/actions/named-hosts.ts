/** Hosts that words and texts name to PostgreSQL's client programs, each as a connection string in libpq's pairs. */

/** Programs to which `-h` is a host (PostgreSQL manual, part VI); to others it is often help, or a size. */
const client = String.raw`(?<![\w.-])(?:psql|pg_(?:dump|dumpall|restore|basebackup|isready|receivewal|recvlogical|amcheck)|pgbench|(?:create|drop)(?:db|user)|vacuumdb|reindexdb|clusterdb|vacuumlo|oid2name)(?![\w-])`;

/** A value as a shell reads it: quoted, or up to a blank or the end of the command. */
const value = String.raw`(?:'([^']*)'|"([^"]*)"|([^\s'"\x60;|&()<>]+))`;

const longOption = new RegExp(String.raw`(?<![\w-])--(host)(?:=|\s+)${value}`, 'g');
const variable = new RegExp(String.raw`(?<!\w)PG(HOSTADDR|HOST|SERVICE)\s*=\s*${value}`, 'g');
// In a URI's query they are a part of what is asked about as a whole.
const pairs = new RegExp(String.raw`(?<![\w?&-])(hostaddr|host|service)\s*=\s*${value}`, 'g');

/** From a client program to the end of its command. */
const clientCommand = new RegExp(String.raw`${client}((?:'[^']*'|"[^"]*"|\\[\s\S]|[^;|&\n'"\\])*)`, 'g');
/** Options without a value may stand before it in the same word. */
const shortOption = new RegExp(String.raw`(?<=\s)-[aAbeqtvwWxX01]*(h)[\s=]*${value}`, 'g');

/** In what a shell or another interpreter reads: a script, standard input, the value of a variable. */
export const hostsInText = (text: string): readonly string[] => {
  const commands = [...text.matchAll(clientCommand)].map(([, rest = '']) => rest);
  return [
    ...[longOption, variable, pairs].flatMap(form => named(form, text)),
    ...commands.flatMap(rest => named(shortOption, rest)),
  ];
};

/** The words are told apart already, so that quotes in one of them hide nothing in the next. */
export const hostsInWords = (words: readonly string[]): readonly string[] => {
  const at = words.findIndex(word => new RegExp(`${client}$`).test(word));
  const options = words.flatMap((word, index) => {
    const short = at !== -1 && index > at ? /^-[aAbeqtvwWxX01]*h([\s\S]*)$/.exec(word)?.[1] : undefined;
    const given = word === '--host' ? '' : short;
    return given === undefined ? [] : [pair('host', given === '' ? (words[index + 1] ?? '') : given)];
  });
  return [...options, ...words.flatMap(hostsInText)];
};

const named = (form: RegExp, text: string): readonly string[] =>
  [...text.matchAll(form)].map(([, word = '', ...found]) =>
    pair(word === 'h' ? 'host' : word.toLowerCase(), found.find(part => part !== undefined) ?? ''),
  );

/** A host and nothing more, whatever speaks to it. */
export const hostPair = (host: string): string => pair('host', host);

const pair = (word: string, text: string): string => `${word}='${text.replace(/[\\']/g, '\\$&')}'`;
