/** What a screen reader must never be given, written apart from the product's own table: what a terminal obeys, and symbols that are said badly or not at all. */
import {isDangerous} from './foreign.ts';

/** From and to: bullets and ellipsis, arrows, control pictures, boxes, blocks, shapes, dingbats and spinners, more arrows. */
const symbols = [
  [0x2022, 0x2026],
  [0x2190, 0x21ff],
  [0x2400, 0x243f],
  [0x2500, 0x25ff],
  [0x2700, 0x28ff],
  [0x2900, 0x297f],
  [0x2b00, 0x2bff],
] as const;

/** The characters of a text that are badly said; none in what the plain face prints. */
export const badlySaid = (text: string): readonly string[] =>
  [...text].filter(character => {
    const code = character.codePointAt(0) ?? 0;
    return character === '\n' || isDangerous(character) || symbols.some(([from, to]) => code >= from && code <= to);
  });
