/** SQL that was written as one long line, broken where white space means nothing, so that it fits on paper. */

const lineMax = 88;

/** Comments, quotations by dollars and escapes make it uncertain where white space means nothing: such a text stays as it is. */
const uncertain = /--|\/\*|\$\w*\$|\\|\n/;

const hasOdd = (statement: string, quote: string): boolean => statement.split(quote).length % 2 === 0;

/**
 * A statement with the semicolon that ends it. Behind `--` it would be a part of the comment; where those are letters of a
 * quoted text, a line more does no harm.
 */
export const endedSql = (statement: string): string => {
  const whole = statement.trim();
  const lastLine = whole.slice(whole.lastIndexOf('\n') + 1);
  return lastLine.includes('--') ? `${whole}\n;` : `${brokenSql(whole.replace(/;+$/, ''))};`;
};

/** The same statement for the server, with line ends in the place of blanks. */
export const brokenSql = (statement: string): string => {
  if (uncertain.test(statement) || hasOdd(statement, "'") || hasOdd(statement, '"')) {
    return statement;
  }
  const lines: string[] = [];
  for (const word of statement.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < lineMax) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(last === undefined ? word : `  ${word}`);
    }
  }
  return lines.join('\n');
};
