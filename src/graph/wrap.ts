/** Lines of bounded length: by letters, or by the width that they take in a proportional font. */

/** Cuts a text into lines of at most so many letters; a word that is longer is cut. */
export const wrapLetters = (text: string, lettersMax: number): readonly string[] =>
  wrap(text, lettersMax, part => [...part].length);

/** Cuts a text into lines of at most so many pixels. */
export const wrapPixels = (
  text: string,
  {widthMax, fontSize}: {readonly widthMax: number; readonly fontSize: number},
): readonly string[] => wrap(text, widthMax, part => widthOf(part, fontSize));

/**
 * The width of a text in a bold sans-serif font, rather too wide than too narrow: nobody knows the reader's font. Shares of
 * the font size after DejaVu Sans Bold, which is among the widest; what is beyond Latin, Greek and Cyrillic is taken for a
 * full square.
 */
export const widthOf = (text: string, fontSize: number): number => {
  let shares = 0;
  for (const letter of text) {
    shares += shareOf(letter);
  }
  return shares * fontSize;
};

const shareOf = (letter: string): number => {
  if (/[ijl.,:;'!|\s]/.test(letter)) {
    return 0.38;
  }
  if (/[frt()[\]{}"`/\\-]/.test(letter)) {
    return 0.48;
  }
  if (/[mwMW@%]/.test(letter)) {
    return 1.04;
  }
  if (/[A-Z_&+<>=~^#]/.test(letter)) {
    return 0.81;
  }
  return /[\u0020-\u052f\u2010-\u203a]/.test(letter) ? 0.69 : 1.05;
};

const wrap = (text: string, max: number, measure: (part: string) => number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap(whole => cut(whole, max, measure))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && measure(longer) > max) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
};

/** A word that fits nowhere is cut, behind a sign where there is one. */
const cut = (word: string, max: number, measure: (part: string) => number): readonly string[] => {
  if (measure(word) <= max) {
    return [word];
  }
  const letters = [...word];
  let size = letters.length;
  while (size > 1 && measure(letters.slice(0, size).join('')) > max) {
    size -= 1;
  }
  const head = letters.slice(0, size).join('');
  const sign = /^.+[_./:,&|=-]/.exec(head)?.[0];
  const first = sign !== undefined && sign.length > head.length / 2 ? sign : head;
  return [first, ...cut(word.slice(first.length), max, measure)];
};
