/** Whether a statement ends where its author meant it to: not within brackets, a quoted text or a comment. */

/**
 * False where a bracket or a quote is left open, or a bracket is closed that was never opened. In a YAML list in `[ ]` a
 * comma ends the item, also the comma in `f(a, b)`: what is left then is no statement. Quoting as in the PostgreSQL manual,
 * 4.1.2; what has escapes with backslashes is taken for whole.
 */
export const isWholeStatement = (text: string): boolean => {
  if (/e'/i.test(text) && text.includes('\\')) {
    return true;
  }
  const rest = withoutQuoted(text);
  return rest !== undefined && isBalanced(rest);
};

const isBalanced = (text: string): boolean => {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[()]/g)) {
    depth += bracket === '(' ? 1 : -1;
    if (depth < 0) {
      return false;
    }
  }
  return depth === 0;
};

/** What stands outside of quotes and comments; nothing where one of them is left open. */
const withoutQuoted = (text: string): string | undefined => {
  const opening = /--|\/\*|['"]|\$(?:[A-Za-z_]\w*)?\$/g;
  let rest = '';
  let from = 0;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const [mark] = found;
    rest += text.slice(from, found.index);
    const end = text.indexOf(closing(mark), opening.lastIndex);
    if (end === -1) {
      return mark === '--' ? rest : undefined;
    }
    from = end + closing(mark).length;
    opening.lastIndex = from;
  }
  return rest + text.slice(from);
};

const closing = (mark: string): string => {
  switch (mark) {
    case '--':
      return '\n';
    case '/*':
      return '*/';
    default:
      return mark;
  }
};
