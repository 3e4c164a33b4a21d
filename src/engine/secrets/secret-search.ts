/** Finds the first of many texts in a text: the forms of secrets, of which one may be as long as a key file. */

export type Found = {readonly index: number; readonly form: string};

/** Looks from a place on; of two forms at one place the longer one is found. */
export type Search = (text: string, from: number) => Found | null;

/** A pattern of whole keys would be too large to compile (V8 refuses some ten thousand characters with their encodings). */
const beginningMax = 64;

/** A search for all of the forms at once, in time that does not depend on how many they are. */
export const searchFor = (forms: readonly string[]): Search => {
  const byBeginning = Map.groupBy(
    [...forms].sort((one, other) => other.length - one.length),
    form => form.slice(0, beginningMax),
  );
  const beginnings = [...byBeginning.keys()].sort((one, other) => other.length - one.length);
  const pattern = new RegExp(beginnings.map(literally).join('|'), 'g');
  return (text, from) => {
    pattern.lastIndex = from;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const {index} = match;
      // A shorter beginning that fits here as well may have a form that fits where the longer one has none.
      const form = beginnings
        .filter(beginning => text.startsWith(beginning, index))
        .flatMap(beginning => byBeginning.get(beginning) ?? [])
        .find(one => text.startsWith(one, index));
      if (form !== undefined) {
        return {index, form};
      }
      pattern.lastIndex = index + 1;
    }
    return null;
  };
};

const literally = (form: string): string => form.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
