/** The command line that a server was started with, so that it can be started in the same way again. */

/** What the server was started by, and what it was told. */
export type ServerWords = {
  /** Path of the `postgres` program. */
  readonly program: string;
  /** Without `-D` where it names the data directory itself. */
  readonly options: readonly string[];
};

/** From /proc/PID/cmdline, where each word ends with a zero byte. */
export const wordsOfProcess = (commandLine: string, dataDirectory: string): ServerWords | null =>
  wordsFor(commandLine.split('\0').slice(0, -1), dataDirectory);

/**
 * From postmaster.opts, which the server leaves behind: the program as it is, then each word between double quotes
 * with nothing escaped (postmaster.c, CreateOptsFile). A value that itself holds quotes around a space is put
 * together again, since a word of the command line is an option or follows one.
 */
export const wordsOfOptsFile = (text: string, dataDirectory: string): ServerWords | null => {
  const line = text.replace(/\n$/, '');
  const at = line.indexOf(' "');
  const quoted = at === -1 ? [] : line.slice(at + 2, line.endsWith('"') ? -1 : undefined).split('" "');
  const words: string[] = [];
  for (const word of quoted) {
    const before = words.at(-1);
    if (before === undefined || word.startsWith('-') || takesValue.has(before)) {
      words.push(word);
    } else {
      words[words.length - 1] = `${before}" "${word}`;
    }
  }
  return wordsFor([at === -1 ? line : line.slice(0, at), ...words], dataDirectory);
};

/** Single letters whose value is the next word (PostgreSQL manual, "postgres"). */
const takesValue: ReadonlySet<string> = new Set(
  ['B', 'c', 'C', 'd', 'D', 'f', 'h', 'k', 'N', 'p', 'S', 't', 'W'].map(letter => `-${letter}`),
);

const wordsFor = ([program = '', ...words]: readonly string[], dataDirectory: string): ServerWords | null =>
  program.startsWith('/')
    ? {
        program,
        options: words.filter(
          (word, at) => !isItself(word, words[at + 1], dataDirectory) && !isItself(words[at - 1], word, dataDirectory),
        ),
      }
    : null;

const isItself = (option: string | undefined, value: string | undefined, dataDirectory: string): boolean =>
  option === '-D' && value?.replace(/\/+$/, '') === dataDirectory;
