/** Characters that a terminal does not draw in one cell. */

// East Asian wide and fullwidth blocks, and the emoji that terminals draw two cells wide.
const wide =
  /[\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3041}-\u{33ff}\u{3400}-\u{4dbf}\u{4e00}-\u{9fff}\u{a000}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

const unseen = /^\p{M}+$/u;

/** How many cells one character takes: two, none for a mark that is put onto another, else one. */
export const cellsOf = (character: string): 0 | 1 | 2 => (wide.test(character) ? 2 : unseen.test(character) ? 0 : 1);
