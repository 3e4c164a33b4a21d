/** Did you mean: the known word that somebody most likely wanted to type. */

/** The known word with the smallest edit distance, if that is at most a third of the word's letters (and at least one). */
export const nearest = (word: string, known: Iterable<string>): string | undefined => {
  let best: {readonly word: string; readonly distance: number} | undefined;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= distanceMax(word, candidate) && (best === undefined || distance < best.distance)) {
      best = {word: candidate, distance};
    }
  }
  return best?.word;
};

/** A way out for an unknown word: the nearest one, else the whole list where it is short enough to read. */
export const didYouMean = (word: string, known: readonly string[]): string | undefined => {
  const match = nearest(word, known);
  if (match !== undefined) {
    return `did you mean "${match}"?`;
  }
  return known.length > 0 && known.length <= listedMax ? `there is ${listed(known)}` : undefined;
};

const listedMax = 12;

/** Words as a sentence names them: `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const distanceMax = (word: string, candidate: string): number =>
  Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
const editDistance = (a: string, b: string): number => {
  // Longer words than any of ours cannot be near one, and the table would be large.
  if (Math.abs(a.length - b.length) > 8 || a.length > 64) {
    return Number.POSITIVE_INFINITY;
  }
  const rows: number[][] = [Array.from({length: b.length + 1}, (_, index) => index)];
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? cell(i - 2, j - 2) + 1 : Infinity;
      rows[i]?.push(Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + change, swap));
    }
  }
  return cell(a.length, b.length);
};
