/** Which line of what a program said on standard error says why it failed. */

/** The start of a line that only goes with another one, or is no error for the program itself: what it names stands for nothing. */
const aside = 'debug|info|notice|warn|warning|hint|detail|context|statement|command was';

/** What is said of none of them is no error either. */
const none = '(?<!\\b(?:0|no|without) )';

const words = [
  '(?:\\w*[a-z])?error|\\w*exception|fatal|panic|abort(?:ed|ing)?|killed',
  'fail(?:ed|ure|s)?|denied|refused|rejected|invalid|unable|timed out',
  "can ?not|can't|could not|couldn't|does not exist|not found|no such",
].join('|');

/** Whichever comes first in a line decides: a warning of a failure is none, and an error may tell of a warning. */
const naming = new RegExp(`\\b(?:(${aside})\\b\\s*[:\\]]|${none}(?:${words})\\b)`, 'i');

const namesAnError = (line: string): boolean => {
  const found = naming.exec(line);
  return found !== null && found[1] === undefined;
};

/** How Python begins; what it was about is the next line that is not indented, whatever its words. */
const traceback = /^Traceback \(most recent call last\):/;

/**
 * The last line that names an error, else the last one. What is indented, a hint or a place in the code, only explains
 * the line before it. A redrawn line, of a progress bar, is as many lines.
 */
export const tellingLine = (text: string): string => {
  const lines = text.split(/[\r\n]+/).filter(line => line.trim() !== '');
  const own = lines.filter(line => !/^\s/.test(line));
  const told = own.findLast((line, at) => namesAnError(line) || traceback.test(own[at - 1] ?? ''));
  return (told ?? own.at(-1) ?? lines.at(-1) ?? '').trim();
};
