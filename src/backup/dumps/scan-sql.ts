/** SQL of a dump in words, as psql reads it: where a statement ends, what is a quote, a comment, a command of psql itself. */

export type Listener = {
  /** A word in small letters, a quoted name or a string as written, or a single sign; of a long string only its quote. */
  readonly onToken: (token: string, at: number) => void;
  /** Behind the semicolon, or behind whatever else sends what stands before it. */
  readonly onEnd: (at: number) => void;
  /** A command of psql: its text, where it begins, and where it ends. What it says goes on behind it. */
  readonly onCommand: (text: string, at: number) => number;
};

export type SqlScan = {
  /** Goes through a line, without its end. One byte is one letter: all that counts is ASCII, as in psql's own scanner. */
  readonly throughLine: (line: string, listener: Listener) => void;
  /** A quote, a comment or a body is open. */
  readonly isInside: () => boolean;
  /** What `standard_conforming_strings` says: whether a backslash is one in plain strings. */
  readonly setPlainBackslash: (isPlain: boolean) => void;
};

/** What ends what is open; `depth` is of comments, which may stand in one another. */
type Open = {readonly end: string; readonly depth: number; readonly escapes: boolean};

type State = {
  open: Open | null;
  /** A string with escapes has closed; behind a line's end another quote goes on with it. */
  goesOn: boolean;
  isNewLine: boolean;
  plainBackslash: boolean;
  parens: number;
  /** Of BEGIN ATOMIC in the body of a function, where semicolons end nothing (psqlscan.l, begin_depth). */
  begins: number;
  /** The first words of the statement, as far as they say whether it makes a function. */
  heads: string[];
};

export const scanSql = (): SqlScan => {
  const state: State = {
    open: null,
    goesOn: false,
    isNewLine: false,
    plainBackslash: true,
    parens: 0,
    begins: 0,
    heads: [],
  };
  return {
    throughLine: (line, listener) => {
      for (let at = 0; at < line.length; ) {
        at = state.open === null ? outside(state, {line, at, listener}) : closed(state, {line, at});
      }
      state.isNewLine = true;
    },
    isInside: () => state.open !== null,
    setPlainBackslash: isPlain => {
      state.plainBackslash = isPlain;
    },
  };
};

type Place = {readonly line: string; readonly at: number; readonly listener: Listener};

/** Blanks, comments, quotes, names, numbers; whatever else is a sign by itself. A comment ends with a carriage return, too. */
const piece =
  /([ \t\r\f\v]+|--[^\r]*)|(\/\*)|([eE]?')|"|(\$(?:[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*)?\$)|([A-Za-z_\x80-\xff][A-Za-z0-9_$\x80-\xff]*)|(\$?\d+)|[\s\S]/y;

const outside = (state: State, {line, at, listener}: Place): number => {
  piece.lastIndex = at;
  const [all = '', blank, comment, quote, dollar, word, number] = piece.exec(line) ?? [];
  const next = at + all.length;
  if (blank !== undefined) {
    state.isNewLine ||= blank.includes('\r');
    return next;
  }
  if (comment !== undefined) {
    state.goesOn = false;
    state.open = {end: '*/', depth: 1, escapes: false};
    return next;
  }
  const goesOn = state.goesOn && state.isNewLine;
  state.goesOn = false;
  if (quote !== undefined) {
    const escapes = quote !== "'" || goesOn || !state.plainBackslash;
    state.open = {end: "'", depth: 1, escapes};
    state.goesOn = escapes;
    listener.onToken(shortString(line, next - 1), at);
  } else if (all === '"' || dollar !== undefined) {
    state.open = {end: all, depth: 1, escapes: false};
    listener.onToken(all === '"' ? shortName(line, at) : '$', at);
  } else if (word !== undefined) {
    // Only ASCII: a byte of another letter is one of several.
    const small = word.replaceAll(/[A-Z]+/g, letters => letters.toLowerCase());
    noteWord(state, small);
    listener.onToken(small, at);
  } else if (number !== undefined) {
    listener.onToken(number, at);
  } else if (all === '\\') {
    return commandAt(state, {line, at, listener});
  } else {
    sign(state, {line, at, listener});
  }
  return next;
};

const sign = (state: State, {line, at, listener}: Place): void => {
  const letter = line[at] ?? '';
  state.parens = letter === '(' ? state.parens + 1 : letter === ')' ? Math.max(0, state.parens - 1) : state.parens;
  if (letter === ';' && state.parens === 0 && state.begins === 0) {
    ended(state);
    listener.onEnd(at + 1);
  } else {
    listener.onToken(letter, at);
  }
};

const ended = (state: State): void => {
  state.parens = 0;
  state.begins = 0;
  state.heads = [];
};

/** `\;` goes to the server as a semicolon, `\:` as a colon; whatever else begins with a backslash is for psql. */
const commandAt = (state: State, {line, at, listener}: Place): number => {
  const [text = '', name = ''] = /^\\([;:]|[^\s\\]*)/.exec(line.slice(at)) ?? [];
  if (name === ';') {
    listener.onEnd(at + 2);
    return at + 2;
  }
  if (name === ':') {
    return at + 2;
  }
  if (text === '\\' && line[at + 1] === '\\') {
    return at + 2;
  }
  const next = listener.onCommand(line.slice(at), at);
  if (sends.test(name)) {
    ended(state);
    listener.onEnd(next);
  }
  return next;
};

/** Those that send what stands before them, and the one that throws it away (psql 18). */
const sends =
  /^(?:g|gx|gexec|gset|gdesc|crosstabview|watch|bind|bind_named|close_prepared|parse|sendpipeline|r|reset)$/;

const noteWord = (state: State, word: string): void => {
  if (state.heads.length < headsMax) {
    state.heads.push(word);
  }
  const [first, ...rest] = state.heads;
  const made = rest[0] === 'or' && rest[1] === 'replace' ? rest[2] : rest[0];
  if (first !== 'create' || (made !== 'function' && made !== 'procedure') || state.parens > 0) {
    return;
  }
  if (word === 'begin') {
    state.begins += 1;
  } else if (word === 'case') {
    state.begins += state.begins > 0 ? 1 : 0;
  } else if (word === 'end') {
    state.begins = Math.max(0, state.begins - 1);
  }
};

const headsMax = 4;

const closed = (state: State, {line, at}: Pick<Place, 'line' | 'at'>): number => {
  const open = state.open as Open;
  if (open.end !== '*/' && !open.escapes) {
    const found = line.indexOf(open.end, at);
    // A doubled quote closes and opens again, which comes to the same.
    state.open = found === -1 ? open : null;
    return found === -1 ? line.length : found + open.end.length;
  }
  const closing = open.escapes ? /\\.?|''|'/g : /\/\*|\*\//g;
  closing.lastIndex = at;
  const [found] = closing.exec(line) ?? [];
  if (found === undefined) {
    return line.length;
  }
  const left = found === open.end ? open.depth - 1 : found === '/*' ? open.depth + 1 : open.depth;
  state.open = left === 0 ? null : {...open, depth: left};
  state.isNewLine = left === 0 ? false : state.isNewLine;
  return closing.lastIndex;
};

const shortMax = 80;

/** A short string that ends on its line stands whole, so that what it says can be read. */
const shortString = (line: string, at: number): string => {
  const end = line.indexOf("'", at + 1);
  return end === -1 || end - at > shortMax ? "'" : line.slice(at, end + 1);
};

const shortName = (line: string, at: number): string => /^"(?:[^"]|"")*"/.exec(line.slice(at, at + 300))?.[0] ?? '"';
