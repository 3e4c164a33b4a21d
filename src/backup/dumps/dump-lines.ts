/** The SQL of a dump, gone through line by line without keeping it: rows are counted, and lines can be left out on the way. */
import {type OpenQuote, watchQuotes} from './open-quote.ts';

export type Watcher = {
  /** Called for each line that is no row and begins outside of quotes and bodies; false leaves the line out. */
  readonly onLine: (line: string) => boolean;
  /** Called where the rows of a COPY end: as its line named the table. */
  readonly onRows: (table: string, rows: number) => void;
};

type State = {
  /** What came of a line whose end did not come yet. */
  rest: Buffer;
  /** The table whose rows are coming, as SQL; null between them. */
  copying: string | null;
  rows: number;
  readonly quotes: OpenQuote;
};

const newline = 0x0a;

/** Gives the same bytes again, without the lines that the watcher leaves out. A last line without an end is one too. */
export const throughLines = async function* (
  chunks: AsyncIterable<Buffer>,
  watcher: Watcher,
): AsyncGenerator<Buffer, void, undefined> {
  const state: State = {rest: Buffer.alloc(0), copying: null, rows: 0, quotes: watchQuotes()};
  for await (const chunk of chunks) {
    const kept = take(state, state.rest.length === 0 ? chunk : Buffer.concat([state.rest, chunk]), watcher);
    if (kept.length > 0) {
      yield kept;
    }
  }
  if (state.rest.length > 0) {
    const kept = take(state, Buffer.concat([state.rest, Buffer.from('\n')]), watcher);
    if (kept.length > 0) {
      yield kept;
    }
  }
};

/** All whole lines of it; what is left stands in the state. */
const take = (state: State, text: Buffer, watcher: Watcher): Buffer => {
  const pieces: Buffer[] = [];
  let from = 0;
  let at = 0;
  for (let end = text.indexOf(newline, at); end !== -1; end = text.indexOf(newline, at)) {
    const keeps = state.copying === null ? lineOutside(state, text.toString('utf8', at, end), watcher) : true;
    if (state.copying !== null && keeps) {
      rowOf(state, text, {at, end, watcher});
    }
    if (!keeps) {
      pieces.push(text.subarray(from, at));
      from = end + 1;
    }
    at = end + 1;
  }
  pieces.push(text.subarray(from, at));
  state.rest = text.subarray(at);
  return pieces.length === 1 ? (pieces[0] ?? text) : Buffer.concat(pieces);
};

const copyLine = /^COPY (.+?) (?:\(.*\) )?FROM stdin;$/;

const lineOutside = (state: State, line: string, {onLine}: Watcher): boolean => {
  if (state.quotes.beginsInside(line)) {
    return true;
  }
  const [, table] = copyLine.exec(line) ?? [];
  if (table !== undefined) {
    state.copying = table;
    // The line of the COPY itself is counted as a row too.
    state.rows = -1;
  }
  return onLine(line);
};

type Line = {readonly at: number; readonly end: number; readonly watcher: Watcher};

const rowOf = (state: State, text: Buffer, {at, end, watcher}: Line): void => {
  // The rows end with a backslash and a point, and no row looks like that.
  if (end - at === 2 && text[at] === 0x5c && text[at + 1] === 0x2e) {
    watcher.onRows(state.copying ?? '', state.rows);
    state.copying = null;
  } else {
    state.rows += 1;
  }
};
