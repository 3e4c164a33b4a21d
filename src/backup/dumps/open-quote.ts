/** Whether a line of SQL begins inside of a quote, a function's body or a comment that an earlier line has opened. */

export type OpenQuote = {
  /** Goes through a line; true where it begins inside of one. */
  readonly beginsInside: (line: string) => boolean;
};

/** What ends what is open; `depth` is of comments, which may stand in one another. */
type Open = {readonly end: string; readonly depth: number; readonly escapes: boolean};

/** Begins outside, as a dump does (lexical structure of PostgreSQL's SQL; a dollar in a name opens nothing). */
export const watchQuotes = (): OpenQuote => {
  let open: Open | null = null;
  let backslashEscapes = false;
  return {
    beginsInside: line => {
      const began = open !== null;
      // A command of psql ends with its line, and its quotes are its own.
      if (!began && /^\s*\\/.test(line)) {
        return false;
      }
      const told = began ? null : /^SET standard_conforming_strings = (on|off);$/.exec(line);
      backslashEscapes = told === null ? backslashEscapes : told[1] === 'off';
      open = throughLine(line, open, backslashEscapes);
      return began;
    },
  };
};

const throughLine = (line: string, before: Open | null, backslashEscapes: boolean): Open | null => {
  let open = before;
  let at: number | null = 0;
  while (at !== null) {
    const step: Step | null = open === null ? opened(line, at, backslashEscapes) : closed(line, at, open);
    open = step === null ? open : step.open;
    at = step?.at ?? null;
  }
  return open;
};

type Step = {readonly at: number; readonly open: Open | null};

const opened = (line: string, at: number, backslashEscapes: boolean): Step | null => {
  const opening =
    /--|\/\*|"|(?<![\w$\u0080-\uffff])[eE]'|'|(?<![\w$\u0080-\uffff])\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/g;
  opening.lastIndex = at;
  const [found] = opening.exec(line) ?? [];
  if (found === undefined || found === '--') {
    return null;
  }
  const isString = found.endsWith("'");
  const end = found === '/*' ? '*/' : isString ? "'" : found;
  return {at: opening.lastIndex, open: {end, depth: 1, escapes: isString && (found !== "'" || backslashEscapes)}};
};

const closed = (line: string, at: number, {end, depth, escapes}: Open): Step | null => {
  if (end !== '*/' && !escapes) {
    const found = line.indexOf(end, at);
    // A doubled quote closes and opens again, which comes to the same.
    return found === -1 ? null : {at: found + end.length, open: null};
  }
  const closing = escapes ? /\\.?|''|'/g : /\/\*|\*\//g;
  closing.lastIndex = at;
  const [found] = closing.exec(line) ?? [];
  if (found === undefined) {
    return null;
  }
  const left = found === end ? depth - 1 : found === '/*' ? depth + 1 : depth;
  return {at: closing.lastIndex, open: left === 0 ? null : {end, depth: left, escapes}};
};
