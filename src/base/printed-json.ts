/** JSON as it is printed: the same data, and no character in it that acts on a terminal or deceives who reads it there. */

/** Most of what is printed has none beyond these; it spares the start of the program the tables of Unicode. */
const plain = /^[\n\x20-\x7e]*$/;

// DEL and C1, which JSON lets stand; default ignorables: zero-width, bidi controls, variation selectors, tags, soft hyphen.
// Also the ends of lines and the interlinear marks that are no such.
const acting = (): RegExp => /[\x7f-\x9f\p{Default_Ignorable_Code_Point}\u{2028}\u{2029}\u{fff9}-\u{fffb}]/gu;

/** A value as JSON for standard output: on one line, or broken with `indent` spaces. */
export const printedJson = (value: unknown, indent = 0): string => escapedJson(JSON.stringify(value, null, indent));

/** The same for JSON that is written already. Outside of texts it has none of these, so an escape means what stood there. */
export const escapedJson = (json: string): string => (plain.test(json) ? json : json.replaceAll(acting(), spell));

/** One escape for each unit of UTF-16 (RFC 8259, section 7). */
const spell = (character: string): string =>
  character
    .split('')
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
