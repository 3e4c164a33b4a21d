/** What an archive_command names: its programs, and the places that it writes to. Read as a shell reads it, and never run. */
import {dirname, isAbsolute, join} from 'node:path';

export type CommandNames = {
  /** First words of its commands, in their order, without those that the shell itself has. */
  readonly programs: readonly string[];
  /** Files that bear the segment's name, absolute. */
  readonly files: readonly string[];
  /** Directories of those files, and other absolute paths that are no program, each once. */
  readonly places: readonly string[];
};

type Word = {readonly text: string; readonly isFirst: boolean};

/** Words of the shell itself (POSIX, 2.4 and 2.14), which are in no directory. */
const ownWords = new Set([
  '!',
  '{',
  '}',
  ':',
  '[',
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'for',
  'while',
  'until',
  'do',
  'done',
  'case',
  'esac',
  'exec',
  'exit',
  'eval',
  'cd',
  'set',
  'test',
  'true',
  'false',
  'umask',
]);

/** `segment` stands for `%f`; `%p` is a path below the data directory, from where the server runs the command (manual, 26.3.1). */
export const namesIn = (command: string, segment: string, dataDirectory: string): CommandNames => {
  const own = `pg_wal/${segment}`;
  const words = wordsOf(replaced(command, segment, own));
  const programs = words.filter(({text, isFirst}) => isFirst && !ownWords.has(text)).map(({text}) => text);
  const others = words.filter(({isFirst}) => !isFirst).map(({text}) => text.replace(/^--?[\w-]+=/, ''));
  const named = others.filter(text => text !== own && (text.startsWith('/') || text.includes(segment)));
  const paths = named.map(text => (isAbsolute(text) ? text : join(dataDirectory, text))).filter(isPlain);
  const files = paths.filter(path => path.endsWith(`/${segment}`));
  const places = paths.map(path => (path.includes(segment) ? dirname(path) : path.replace(/(.)\/+$/, '$1')));
  return {programs: once(programs), files: once(files), places: once(places)};
};

/** `host:/path` and `$HOME/path` are places that only the program or the shell knows. */
const isPlain = (path: string): boolean => !/[$`*?]|\/[^/]*:\//.test(path);

const once = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

const replaced = (command: string, segment: string, path: string): string =>
  command.replaceAll(/%([%fp])/g, (_all, letter: string) => ({'%': '%', f: segment, p: path})[letter] ?? '');

const separators = /[\s;&|()<>]/;

/** Cut as the shell cuts it: quotes are taken off, and behind `;`, `&`, `|`, `(` and words like `{` a command begins. */
const wordsOf = (text: string): readonly Word[] => {
  const words: Word[] = [];
  let isFirst = true;
  let isTarget = false;
  const end = (word: string) => {
    words.push({text: word, isFirst: isFirst && !isTarget});
    isFirst = !isTarget && isFirst && /^([!{]|if|then|else|elif|do|while|until|exec)$/.test(word);
    isTarget = false;
  };
  for (let at = 0; at < text.length; ) {
    const letter = text[at] ?? '';
    if (separators.test(letter)) {
      isFirst ||= /[;&|(]/.test(letter);
      // What is written into is no command, also where it comes first.
      isTarget ||= /[<>]/.test(letter);
      at += 1;
      continue;
    }
    const {word, next} = wordAt(text, at);
    // A variable for the command that follows it (POSIX, 2.9.1), which is still to come.
    if (!(isFirst && !isTarget && isAssignment(text, at))) {
      end(word);
    }
    at = next;
  }
  return words;
};

const assignment = /[A-Za-z_]\w*=/y;

const isAssignment = (text: string, at: number): boolean => {
  assignment.lastIndex = at;
  return assignment.test(text);
};

/** Pieces of one word: in single quotes, in double quotes, behind a backslash, or plain. */
const piece = /'([^']*)'?|"((?:\\[\s\S]|[^"\\])*)"?|\\([\s\S]?)|([^\s;&|()<>'"\\]+)/y;

const wordAt = (text: string, from: number): {readonly word: string; readonly next: number} => {
  let word = '';
  let next = from;
  piece.lastIndex = from;
  for (let found = piece.exec(text); found !== null && found[0] !== ''; found = piece.exec(text)) {
    const [, single, double, escaped, plain] = found;
    word += single ?? double?.replaceAll(/\\([\s\S])/g, '$1') ?? escaped ?? plain ?? '';
    next = piece.lastIndex;
  }
  return {word, next};
};
