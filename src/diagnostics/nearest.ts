/** Did you mean: the known word that somebody most likely wanted to type. */

/** More names than anybody mixes up. Each of them costs time, and a text may hold thousands of wrong names. */
const candidatesMax = 1_000;

/** Nobody mends a hundred mistakes without looking again; to find what each of thousands was meant to be takes long. */
const soughtHintsMax = 100;

/** Longer words than any of ours cannot be near one. */
const lettersMax = 64;

/**
 * The known word with the smallest edit distance, if that is at most a third of the word's letters (and at least one).
 * Of very many known words only the first thousand are looked at.
 */
export const nearest = (word: string, known: Iterable<string>): string | undefined => {
  if (word.length > lettersMax) {
    return undefined;
  }
  const typed = word.toLowerCase();
  let best: {readonly word: string; readonly distance: number} | undefined;
  let looked = 0;
  for (const candidate of known) {
    looked += 1;
    if (looked > candidatesMax) {
      break;
    }
    const max = Math.min(distanceMax(word, candidate), (best?.distance ?? Number.POSITIVE_INFINITY) - 1);
    const isFar = Math.abs(word.length - candidate.length) > max || candidate.length > lettersMax;
    const distance = isFar ? max + 1 : editDistance(typed, candidate.toLowerCase(), max);
    if (distance <= max) {
      best = {word: candidate, distance};
    }
  }
  return best?.word;
};

/** A way out for an unknown word: the nearest one, else the whole list where it is short enough to read. */
export const didYouMean = (word: string, names: Iterable<string>): string | undefined => {
  const known = [...names];
  const match = nearest(word, known);
  if (match !== undefined) {
    return `did you mean "${match}"?`;
  }
  return known.length > 0 && known.length <= listedMax ? `there is ${listed(known)}` : undefined;
};

const listedMax = 12;

/** A way out. One that has to be looked for among names is looked for when it is wanted. */
export type Hint = string | {readonly seek: () => string | undefined; readonly otherwise: string};

/** The near word among names, the list of them where it is short, else the other words. */
export const meantOr = (word: string, known: () => Iterable<string>, otherwise: string): Hint => ({
  seek: () => didYouMean(word, known()),
  otherwise,
});

/** The words of a way out; what stands behind many others is not looked for any more. */
export const hintWords = (hint: Hint, before: number): string =>
  typeof hint === 'string' ? hint : ((before < soughtHintsMax ? hint.seek() : undefined) ?? hint.otherwise);

/** Words as a sentence names them: `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const distanceMax = (word: string, candidate: string): number =>
  Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));

/** Of the table: a few letters become two when they are made small. */
const width = 2 * lettersMax + 1;

// One for all: it is written before it is read, and one for each of fifty thousand wrong names was 200 MB.
const table = new Uint8Array(width * width);

/**
 * Insertions, deletions, replacements and swaps of neighbours (optimal string alignment), or more than `max` where there
 * are more: only cells within `max` of the diagonal can count (Ukkonen, 1985), and a row of nothing else ends the search.
 */
const editDistance = (a: string, b: string, max: number): number => {
  // Small letters can be more of them: `İ` becomes two.
  if (Math.abs(a.length - b.length) > max) {
    return max + 1;
  }
  for (let j = 0; j <= Math.min(b.length, max + 1); j++) {
    table[j] = j;
  }
  const words = {a, b};
  for (let i = 1; i <= a.length; i++) {
    const from = Math.max(1, i - max);
    const to = Math.min(b.length, i + max);
    // Beside the band stands what is too far; the row above reads one cell further than this one writes.
    table[i * width + from - 1] = from === 1 ? i : max + 1;
    let least = cell(i * width + from - 1);
    for (let j = from; j <= to; j++) {
      least = Math.min(least, alignedAt(words, i, j));
    }
    if (least > max) {
      return max + 1;
    }
    table[i * width + to + 1] = max + 1;
  }
  return cell(a.length * width + b.length);
};

type Words = {readonly a: string; readonly b: string};

/** Fills in the cell of these two letters from those before it. */
const alignedAt = ({a, b}: Words, i: number, j: number): number => {
  const here = i * width + j;
  const isSame = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
  const change = cell(here - width - 1) + (isSame ? 0 : 1);
  const isSwap =
    i > 1 &&
    j > 1 &&
    !isSame &&
    a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
    a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
  const swap = isSwap ? cell(here - 2 * width - 2) + 1 : change;
  const distance = Math.min(cell(here - width) + 1, cell(here - 1) + 1, change, swap);
  table[here] = distance;
  return distance;
};

const cell = (at: number): number => table[at] ?? 0;
