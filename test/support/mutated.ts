/** Data with one thing in it that was not meant: a field misspelt, a value of another type, something missing or too much. */
import fc from 'fast-check';
import type {Json} from '../../src/base/canonical-json.ts';

type Path = readonly (string | number)[];

const odd: readonly Json[] = [
  ...[null, true, 0, 1, -1, 1.5, 65, '', ' ', 'ten', '0s', '5m', 'hold', 'local', 'a-b', 'a_b'],
  ...[[], [null], ['a'], [[]], {}, {a: 'b'}, {json: 1}, {goto: 'a'}, {ssh: '-oProxyCommand=id'}, {for: '5s', at: '5s'}],
];

const fields = [
  ...[
    'id',
    'title',
    'heading',
    'phase',
    'each',
    'verify',
    'undo',
    'outputs',
    'expect',
    'goto',
    'end',
    'steps',
    'command',
  ],
  ...[
    'sql',
    'interactive',
    'on',
    'stdin',
    'body',
    'method',
    'query',
    'file',
    'of',
    'pattern',
    'sets',
    'default',
    'json',
  ],
  ...['within', 'probe', 'instruction', 'values', 'then', 'colour'],
];

/** Any place, changed in any of these ways. */
export const arbitraryMutation: fc.Arbitrary<(data: Json) => Json> = fc
  .record({
    way: fc.constantFrom('misspell', 'replace', 'remove', 'add', 'graft'),
    at: fc.nat(),
    from: fc.nat(),
    value: fc.constantFrom(...odd),
    field: fc.constantFrom(...fields),
  })
  .map(({way, at, from, value, field}) => (data: Json): Json => {
    const paths = pathsIn(data, []);
    const path = paths[at % paths.length] ?? [];
    const other = valueAt(data, paths[from % paths.length] ?? []);
    switch (way) {
      case 'misspell':
        return changed(data, path, key => [[misspelt(key), valueAt(data, path)]]);
      case 'replace':
        return changed(data, path, key => [[key, value]]);
      case 'remove':
        return changed(data, path, () => []);
      case 'add':
        return changed(data, path, key => [
          [key, valueAt(data, path)],
          [field, from % 2 === 0 ? value : other],
        ]);
      case 'graft':
        return changed(data, path, key => [[key, other]]);
    }
  });

const misspelt = (key: string): string => (key.length > 3 ? `${key.slice(0, -2)}${key.slice(-1)}` : `${key}s`);

const isMap = (value: Json | undefined): value is {readonly [key: string]: Json} =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of every member, at any depth; not of the whole. */
const pathsIn = (value: Json, path: Path): readonly Path[] => {
  const members = Array.isArray(value) ? [...value.entries()] : isMap(value) ? Object.entries(value) : [];
  return members.flatMap(([key, member]) => [[...path, key], ...pathsIn(member, [...path, key])]);
};

const valueAt = (data: Json, path: Path): Json => {
  const [key, ...rest] = path;
  return key === undefined ? data : valueAt((Object(data)[key] ?? null) as Json, rest);
};

type Change = (key: string) => readonly (readonly [key: string, value: Json])[];

/** The member that a path leads to is replaced by others. */
const changed = (data: Json, [key, ...rest]: Path, change: Change): Json => {
  if (Array.isArray(data)) {
    return data.flatMap((item, index): readonly Json[] => {
      if (index !== key) {
        return [item];
      }
      return rest.length > 0 ? [changed(item, rest, change)] : change('').map(([, value]) => value);
    });
  }
  const members = Object.entries(isMap(data) ? data : {}).flatMap(([name, value]) => {
    if (name !== key) {
      return [[name, value] as const];
    }
    return rest.length > 0 ? [[name, changed(value, rest, change)] as const] : change(name);
  });
  return Object.fromEntries(members);
};
