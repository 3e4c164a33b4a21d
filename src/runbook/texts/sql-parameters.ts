/** Whether the places in statements and the values that are given for them fit together. */
import {type SqlPiece, sqlPieces} from '../../base/sql-pieces.ts';
import {type Hint, nearest} from '../../diagnostics/nearest.ts';
import type {SqlAction} from '../action.ts';

export type ParameterProblem = {
  /** Nobody asks for it by its name, and whatever is asked for is there. */
  readonly isLeftOver?: true;
  readonly message: string;
  readonly hint: Hint;
  /** In the statement of that number, between those offsets; or the parameter. */
  readonly at:
    | {readonly statement: number; readonly from: number; readonly to: number}
    | {readonly parameter: string | number};
};

type Params = SqlAction['params'];

/** A place that asks for a value: by name, or by number. */
type Place = {readonly statement: number; readonly from: number; readonly to: number} & (
  | {readonly name: string; readonly written: string}
  | {readonly number: number}
);

/** Each place that nobody gives a value for, and each value that no place asks for. */
export const parameterProblems = (statements: readonly string[], params: Params): readonly ParameterProblem[] => {
  const isPlain = isList(params) && params.length === 0;
  const places = statements.flatMap((text, statement) => placesIn(text, {statement, isPlain}));
  return isList(params)
    ? [...ofList(places, params), ...places.filter(isBehindGap(places, params.length)).map(gap)]
    : ofMap(places, params);
};

type Sent = {
  readonly statement: number;
  /** No values go with it, so that nothing is put into its text. */
  readonly isPlain: boolean;
};

/** Once for each name of a statement. */
const placesIn = (text: string, {statement, isPlain}: Sent): readonly Place[] => {
  const places = new Map<string, Place>();
  let hasOwnNumbers = false;
  let words: readonly string[] = [];
  let depth = 0;
  for (const piece of sqlPieces(text)) {
    const written = text.slice(piece.from, piece.to);
    if (piece.is === 'word') {
      words = words.length < wordsMax ? [...words, written] : words;
      hasOwnNumbers ||= ownNumbers.test(words.join(' '));
    } else if (piece.is === 'other') {
      words = written.includes(';') ? [] : words;
      depth += written.split('[').length - written.split(']').length;
    }
    const place = placeOf(piece, statement, written);
    const isSlice = isPlain && depth > 0 && isBound(text.slice(Math.max(0, piece.from - blanksMax), piece.from));
    if (place !== undefined && !isSlice && !places.has(written)) {
      places.set(written, place);
    }
  }
  // What is prepared and what a function does has `$1` of its own.
  return [...places.values()].filter(place => 'name' in place || !hasOwnNumbers);
};

/** How a statement begins that has numbers of its own, and of how many words that is. */
const ownNumbers = /^(?:prepare|do|create (?:or replace )?(?:function|procedure))$/i;
const wordsMax = 4;

/** What stands before the colon of a slice, `tags[1:"max"]`: there it is no place. */
const isBound = (before: string): boolean => /[\w$)\]"]\s*$/.test(before);
const blanksMax = 32;

const placeOf = (piece: SqlPiece, statement: number, written: string): Place | undefined => {
  const {from, to} = piece;
  switch (piece.is) {
    case 'named':
      return {statement, from, to, name: piece.name, written};
    case 'numbered':
      return {statement, from, to, number: piece.number};
    case 'quoted':
    case 'comment':
    case 'word':
    case 'other':
      return undefined;
  }
};

const ofMap = (places: readonly Place[], params: {readonly [name: string]: string}): readonly ParameterProblem[] => {
  const names = Object.keys(params);
  const asked = new Set(places.flatMap(place => ('name' in place ? [place.name] : [])));
  const missing = [...asked].filter(name => !Object.hasOwn(params, name));
  return [
    ...places.flatMap((place): readonly ParameterProblem[] => {
      if ('number' in place) {
        const hint = `write :'NAME' for a value of the map, or give a list: params: [VALUE]`;
        return [{message: `params is a map, which has no $${place.number}`, hint, at: place}];
      }
      const {name, written} = place;
      return Object.hasOwn(params, name)
        ? []
        : [{message: `no parameter is given for ${written}`, hint: meant(name, names, give(name)), at: place}];
    }),
    ...names
      .filter(name => !asked.has(name))
      .map(name => ({
        message: `no statement asks for the parameter "${name}"`,
        hint: meant(name, missing, `write :'${name}' or, for a name, :"${name}" in a statement, or leave it out`),
        at: {parameter: name},
        isLeftOver: true as const,
      })),
  ];
};

const ofList = (places: readonly Place[], params: readonly string[]): readonly ParameterProblem[] => {
  const asked = new Set(places.flatMap(place => ('number' in place ? [place.number] : [])));
  return [
    ...places.flatMap((place): readonly ParameterProblem[] => {
      if ('name' in place) {
        return [{message: `no parameter is given for ${place.written}`, hint: give(place.name), at: place}];
      }
      const {number} = place;
      const count = params.length === 1 ? 'one value' : `${params.length} values`;
      return number >= 1 && number <= params.length
        ? []
        : [
            {
              message: `no parameter is given for $${number}`,
              hint: params.length === 0 ? 'give it under params: [VALUE]' : `params has ${count}, and the first is $1`,
              at: place,
            },
          ];
    }),
    ...[...params.keys()]
      .filter(index => !asked.has(index + 1))
      .map(index => ({
        message: `no statement asks for $${index + 1}`,
        hint: `write $${index + 1} in a statement, or leave the value out`,
        at: {parameter: index},
      })),
  ];
};

type Numbered = Extract<Place, {readonly number: number}>;

/** The highest of a statement that does not ask for all those before it, where others do. */
const isBehindGap = (places: readonly Place[], count: number): ((place: Place) => place is Numbered) => {
  const all = new Set<number>();
  const asked = new Map<number, Set<number>>();
  for (const place of places) {
    if ('number' in place) {
      all.add(place.number);
      asked.set(place.statement, (asked.get(place.statement) ?? new Set()).add(place.number));
    }
  }
  return (place): place is Numbered => {
    const numbers = ('number' in place && asked.get(place.statement)) || undefined;
    return (
      'number' in place &&
      numbers !== undefined &&
      place.number <= count &&
      place.number === Math.max(...numbers) &&
      Array.from({length: place.number}, (_, index) => index + 1).some(one => all.has(one) && !numbers.has(one))
    );
  };
};

/** Then the server cannot tell the type of that one. */
const gap = (place: Numbered): ParameterProblem => ({
  message: `this statement asks for $${place.number}, but not for each value before it`,
  hint: "give a map, params: {name: VALUE}, and write :'name'",
  at: place,
});

const give = (name: string): string => `give it under params: {${name}: VALUE}`;

const meant = (name: string, others: readonly string[], otherwise: string): Hint => ({
  seek: () => {
    const near = nearest(name, others);
    return near === undefined ? undefined : `did you mean "${near}"?`;
  },
  otherwise,
});

const isList = (params: Params): params is readonly string[] => Array.isArray(params);
