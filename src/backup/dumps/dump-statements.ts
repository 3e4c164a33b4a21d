/** The SQL of a dump, gone through statement by statement without keeping it: rows are counted, and statements can be left out on the way. */
import {isWithinByHead, plainBackslashOf} from './beyond-database.ts';
import {type Listener, type SqlScan, scanSql} from './scan-sql.ts';

export type DumpStatement = {
  /** As a scan gives them (scan-sql); of one that only brings rows, those that name its table. */
  readonly tokens: readonly string[];
  /** How many rows its VALUES have. */
  readonly rows: number;
  /** As it stands in the dump, with its semicolon. */
  readonly text: string;
};

export type Watcher = {
  /** A line that is a comment and stands between statements. */
  readonly onComment: (line: string) => void;
  /** Called for each; false leaves it out. */
  readonly onStatement: (statement: DumpStatement) => boolean;
  /** A command of psql, to the end of its line; false leaves it out. */
  readonly onCommand: (text: string) => boolean;
  /** Called where the rows of a COPY end: as its statement named the table. */
  readonly onRows: (table: string, rows: number) => void;
};

type Open = {
  readonly tokens: string[];
  /** Where it begins in the text at hand; 0 where it began in an earlier one. */
  begin: number;
  /** Nothing that may follow leaves it out. */
  isSafe: boolean;
  depth: number;
  rows: number;
  /** A command of psql in the middle of it would be gone with its statement. */
  hasCommand: boolean;
};

type State = {
  /** What came of a line whose end did not come yet. */
  rest: Buffer;
  /** The table whose rows are coming, as SQL; null between them. */
  copying: string | null;
  rows: number;
  open: Open | null;
  /** Bytes of the open statement from earlier texts, as long as it may be left out. */
  held: Buffer[];
  readonly scan: SqlScan;
};

const newline = 0x0a;

/**
 * Gives the same bytes again, without what the watcher leaves out. A last line without an end is one too. Throws where rows of a
 * COPY do not begin on the line behind it: psql takes them from there, whatever follows it on its own.
 */
export const throughStatements = async function* (
  chunks: AsyncIterable<Buffer>,
  watcher: Watcher,
): AsyncGenerator<Buffer, void, undefined> {
  const state: State = {rest: Buffer.alloc(0), copying: null, rows: 0, open: null, held: [], scan: scanSql()};
  for await (const chunk of chunks) {
    yield* take(state, state.rest.length === 0 ? chunk : Buffer.concat([state.rest, chunk]), watcher);
  }
  if (state.rest.length > 0) {
    yield* take(state, Buffer.concat([state.rest, Buffer.from('\n')]), watcher);
  }
  // What was never ended is sent at the end by psql.
  if (state.open !== null) {
    const cutting: Cutting = {text: Buffer.alloc(0), pieces: [], cut: 0};
    endStatement(state, {cutting, watcher, end: 0});
    yield* cutting.pieces;
  }
};

type Cutting = {readonly text: Buffer; readonly pieces: Buffer[]; cut: number};

/** All whole lines of it; what is left stands in the state. */
const take = (state: State, text: Buffer, watcher: Watcher): readonly Buffer[] => {
  const cutting: Cutting = {text, pieces: [], cut: 0};
  let at = 0;
  for (let end = text.indexOf(newline); end !== -1; end = text.indexOf(newline, at)) {
    if (state.copying === null) {
      sqlLine(state, {cutting, at, end, watcher});
    } else {
      rowOf(state, {cutting, at, end, watcher});
    }
    at = end + 1;
  }
  if (state.open !== null && !state.open.isSafe) {
    keep(cutting, state.open.begin);
    state.held.push(text.subarray(state.open.begin, at));
    cutting.cut = at;
  }
  if (state.open !== null) {
    state.open.begin = 0;
  }
  keep(cutting, at);
  state.rest = text.subarray(at);
  return cutting.pieces;
};

const keep = (cutting: Cutting, end: number): void => {
  if (end > cutting.cut) {
    cutting.pieces.push(cutting.text.subarray(cutting.cut, end));
    cutting.cut = end;
  }
};

/** With the end of the line, where nothing else stands on it. */
const leaveOut = (cutting: Cutting, begin: number, end: number): void => {
  const {text} = cutting;
  keep(cutting, begin);
  const isWholeLine = (begin === 0 || text[begin - 1] === newline) && text[end] === newline;
  cutting.cut = isWholeLine ? end + 1 : end;
};

type Line = {readonly cutting: Cutting; readonly at: number; readonly end: number; readonly watcher: Watcher};

const sqlLine = (state: State, line: Line): void => {
  const {cutting, at, end, watcher} = line;
  const text = cutting.text.toString('latin1', at, end);
  if (text.startsWith('-- ') && state.open === null && !state.scan.isInside()) {
    watcher.onComment(utf8(text.replace(/\r[\s\S]*$/, '')));
  }
  state.scan.throughLine(text, listenerFor(state, line, text));
};

const listenerFor = (state: State, {cutting, at, watcher}: Line, line: string): Listener => ({
  onToken: (token, offset) => {
    if (state.copying !== null) {
      throw new Error('the rows of a COPY do not begin on the line behind it');
    }
    state.open ??= {tokens: [], begin: at + offset, isSafe: false, depth: 0, rows: 0, hasCommand: false};
    noteToken(state.open, token);
  },
  onEnd: offset => {
    if (state.open !== null) {
      endStatement(state, {cutting, watcher, end: at + offset});
    }
  },
  onCommand: (text, offset) => {
    const stays = watcher.onCommand(utf8(text));
    if (stays) {
      const next = text.indexOf('\\', 1);
      return next === -1 ? line.length : offset + next;
    }
    if (state.open === null || state.open.isSafe) {
      leaveOut(cutting, at + offset, at + line.length);
    } else {
      state.open.hasCommand = true;
    }
    return line.length;
  },
});

const headMax = 40;

const noteToken = (open: Open, token: string): void => {
  const {tokens} = open;
  open.isSafe ||= tokens.length === 0 && isWithinByHead(token);
  if (!open.isSafe || tokens.length < headMax) {
    tokens.push(token);
  }
  open.depth += token === '(' ? 1 : token === ')' ? -1 : 0;
  if (open.depth === 0 && open.isSafe) {
    open.rows = token === 'values' ? 1 : token === ',' ? open.rows + 1 : open.rows;
  }
};

type Ending = {readonly cutting: Cutting; readonly watcher: Watcher; readonly end: number};

const endStatement = (state: State, {cutting, watcher, end}: Ending): void => {
  const {open, held} = state;
  if (open === null) {
    return;
  }
  const {tokens, begin, rows, hasCommand} = open;
  const text = open.isSafe ? '' : Buffer.concat([...held, cutting.text.subarray(begin, end)]).toString('utf8');
  const stays = watcher.onStatement({tokens: tokens.map(utf8), rows, text}) && !hasCommand;
  if (stays) {
    cutting.pieces.push(...held);
  } else {
    leaveOut(cutting, begin, end);
  }
  state.held = [];
  state.open = null;
  const plainBackslash = stays ? plainBackslashOf(tokens) : null;
  if (plainBackslash !== null) {
    state.scan.setPlainBackslash(plainBackslash);
  }
  const from =
    stays && tokens[0] === 'copy' ? tokens.findIndex((one, at) => one === 'from' && tokens[at + 1] === 'stdin') : -1;
  if (from !== -1) {
    state.copying = tableIn(tokens.slice(0, from));
    state.rows = 0;
  }
};

/** `COPY public."Order Lines" (id, note) FROM stdin`, up to its FROM. */
const tableIn = (tokens: readonly string[]): string => {
  const words = tokens.slice(tokens[1] === 'binary' ? 2 : 1);
  const columns = words.indexOf('(');
  return utf8(words.slice(0, columns === -1 ? undefined : columns).join(''));
};

const utf8 = (latin: string): string => Buffer.from(latin, 'latin1').toString('utf8');

/** They end with a backslash and a point, also where a line ends with a carriage return, and no row looks like that. */
const rowOf = (state: State, {cutting: {text}, at, end, watcher}: Line): void => {
  const length = end - at - (text[end - 1] === 0x0d && end - at === 3 ? 1 : 0);
  if (length === 2 && text[at] === 0x5c && text[at + 1] === 0x2e) {
    watcher.onRows(state.copying ?? '', state.rows);
    state.copying = null;
  } else {
    state.rows += 1;
  }
};
