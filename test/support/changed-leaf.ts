/** A model that differs in one place from another: whatever stands there, a word, a number or a yes. */

type Leaf = string | number | boolean;
type Place = readonly (string | number)[];

/** What tells members of a union apart, and where something stood in a text: another one would be another thing. */
const isFixed = (key: string | number, parent: object): boolean =>
  key === 'kind' ||
  key === 'shape' ||
  key === 'span' ||
  key === 'id' ||
  (key === 'do' && !('kind' in parent)) ||
  key === 'outcome' ||
  key === 'end';

/** The places of all that can be changed. */
export const leavesOf = (value: unknown, at: Place = []): readonly Place[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => (isFixed(key, value) ? [] : leavesOf(inner, [...at, key])))
    : isLeaf(value)
      ? [at]
      : [];

const isLeaf = (value: unknown): value is Leaf =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The same with something else in that place. */
export const withChanged = <Model>(model: Model, place: Place): Model => changed(model, place, '') as Model;

const changed = (value: unknown, [key, ...rest]: Place, of: string | number): unknown => {
  if (key === undefined) {
    return other(value, of);
  }
  return Array.isArray(value)
    ? value.map((inner, index) => (String(index) === String(key) ? changed(inner, rest, of) : inner))
    : {...(value as object), [key]: changed((value as Record<string, unknown>)[key], rest, key)};
};

const other = (value: unknown, key: string | number): unknown => {
  switch (typeof value) {
    case 'string':
      return `${value}x`;
    case 'number':
      // A minute more is seen in every spelling of a duration.
      return /Ms$|^(?:for|at)$/.test(String(key)) ? value + 60_000 : value + 1;
    case 'boolean':
      return !value;
    default:
      return value;
  }
};
