/** Regular expressions as a tree: the part of their language that can be matched in linear time (RE2's, less rarities). */
import type {Result} from '../../base/result.ts';
import {fail, succeed} from '../../base/result.ts';

export type RegexNode =
  | {readonly type: 'character'; readonly matches: (character: string) => boolean}
  | {readonly type: 'edge'; readonly edge: 'start' | 'end' | 'word' | 'inside'}
  | {readonly type: 'sequence'; readonly parts: readonly RegexNode[]}
  | {readonly type: 'choice'; readonly options: readonly RegexNode[]}
  | {readonly type: 'repeat'; readonly node: RegexNode; readonly min: number; readonly max: number};

/** Reads a pattern; what needs backtracking (back references, look-around) is refused with a sentence. */
export const parseRegex = (pattern: string): Result<RegexNode> => {
  const characters = [...pattern];
  const reader: Reader = {at: 0, depth: 0, peek: () => characters[reader.at], problem: undefined};
  const node = choice(reader);
  if (reader.problem === undefined && reader.peek() !== undefined) {
    reader.problem = 'a closing bracket has no opening one';
  }
  return reader.problem === undefined
    ? succeed(node)
    : fail(`"${pattern}" is not a pattern we can use: ${reader.problem}`);
};

type Reader = {
  at: number;
  depth: number;
  problem: string | undefined;
  readonly peek: () => string | undefined;
};

const depthMax = 50;

const nothing: RegexNode = {type: 'sequence', parts: []};

const take = (reader: Reader): string => {
  const character = reader.peek();
  reader.at++;
  return character ?? '';
};

const taken = (reader: Reader, wanted: string): boolean => {
  const found = reader.peek() === wanted;
  reader.at += found ? 1 : 0;
  return found;
};

const giveUp = (reader: Reader, problem: string): RegexNode => {
  reader.problem ??= problem;
  reader.at = Number.MAX_SAFE_INTEGER;
  return nothing;
};

const choice = (reader: Reader): RegexNode => {
  const options = [sequence(reader)];
  while (taken(reader, '|')) {
    options.push(sequence(reader));
  }
  const [only = nothing] = options;
  return options.length === 1 ? only : {type: 'choice', options};
};

const sequence = (reader: Reader): RegexNode => {
  const parts: RegexNode[] = [];
  for (let next = reader.peek(); next !== undefined && next !== '|' && next !== ')'; next = reader.peek()) {
    parts.push(repeated(atom(reader), reader));
  }
  return {type: 'sequence', parts};
};

const repeated = (node: RegexNode, reader: Reader): RegexNode => {
  const bounds = readBounds(reader);
  if (bounds === undefined) {
    return node;
  }
  // Greedy or not makes no difference to whether something matches.
  taken(reader, '?');
  return readBounds(reader) === undefined
    ? {type: 'repeat', node, ...bounds}
    : giveUp(reader, 'a repetition is repeated; put brackets around the inner one');
};

type Bounds = {readonly min: number; readonly max: number};

const readBounds = (reader: Reader): Bounds | undefined => {
  const simple: {readonly [sign: string]: Bounds} = {
    '*': {min: 0, max: Number.POSITIVE_INFINITY},
    '+': {min: 1, max: Number.POSITIVE_INFINITY},
    '?': {min: 0, max: 1},
  };
  const sign = reader.peek();
  if (sign !== undefined && Object.hasOwn(simple, sign)) {
    reader.at++;
    return simple[sign];
  }
  return sign === '{' ? counted(reader) : undefined;
};

const counted = (reader: Reader): Bounds | undefined => {
  const start = reader.at;
  let text = '';
  while (reader.peek() !== undefined && !text.endsWith('}') && text.length < 12) {
    text += take(reader);
  }
  const match = /^\{(\d{1,4})(,(\d{1,4})?)?\}$/.exec(text);
  if (match === null) {
    reader.at = start;
    return undefined;
  }
  const min = Number(match[1]);
  const max = match[2] === undefined ? min : match[3] === undefined ? Number.POSITIVE_INFINITY : Number(match[3]);
  return {min, max};
};

const atom = (reader: Reader): RegexNode => {
  const character = take(reader);
  switch (character) {
    case '(':
      return group(reader);
    case '[':
      return characterClass(reader);
    case '.':
      return {type: 'character', matches: found => found !== '\n'};
    case '^':
      return {type: 'edge', edge: 'start'};
    case '$':
      return {type: 'edge', edge: 'end'};
    case '\\':
      return escaped(reader);
    case '*':
    case '+':
    case '?':
      return giveUp(reader, `nothing stands before "${character}"`);
    default:
      return {type: 'character', matches: found => found === character};
  }
};

const group = (reader: Reader): RegexNode => {
  if (taken(reader, '?') && !taken(reader, ':')) {
    return giveUp(reader, 'only plain groups (…) and (?:…) are known');
  }
  if (++reader.depth > depthMax) {
    return giveUp(reader, 'its brackets are nested too deep');
  }
  const node = choice(reader);
  reader.depth--;
  return taken(reader, ')') ? node : giveUp(reader, 'a bracket is not closed');
};

const classes: {readonly [letter: string]: (character: string) => boolean} = {
  d: character => /^[0-9]$/.test(character),
  w: character => isWordCharacter(character),
  s: character => /^\s$/.test(character),
};

/** Letters of ASCII, digits and the underscore, as `\w` and `\b` see them. */
export const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && /^[A-Za-z0-9_]$/.test(character);

const spelled: {readonly [letter: string]: string} = {n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', 0: '\0'};

type Test = (character: string) => boolean;

const escapeTest = (letter: string): Test | undefined => {
  const known = classes[letter.toLowerCase()];
  if (known !== undefined) {
    return letter === letter.toLowerCase() ? known : character => !known(character);
  }
  const meant = Object.hasOwn(spelled, letter) ? spelled[letter] : letter;
  return /^[A-Za-z1-9]$/.test(letter) && meant === letter ? undefined : character => character === meant;
};

const escaped = (reader: Reader): RegexNode => {
  const letter = take(reader);
  if (letter === 'b' || letter === 'B') {
    return {type: 'edge', edge: letter === 'b' ? 'word' : 'inside'};
  }
  const matches = letter === '' ? undefined : escapeTest(letter);
  return matches === undefined ? giveUp(reader, `"\\${letter}" is not known`) : {type: 'character', matches};
};

const characterClass = (reader: Reader): RegexNode => {
  const negated = taken(reader, '^');
  const tests: Test[] = [];
  let first = true;
  while (first || reader.peek() !== ']') {
    if (reader.peek() === undefined) {
      return giveUp(reader, 'a [ is not closed');
    }
    tests.push(classItem(reader));
    first = false;
  }
  reader.at++;
  return {type: 'character', matches: character => tests.some(test => test(character)) !== negated};
};

const classItem = (reader: Reader): Test => {
  const from = take(reader);
  if (from === '\\') {
    const test = escapeTest(take(reader));
    if (test === undefined) {
      giveUp(reader, 'an escape in [ ] is not known');
    }
    return test ?? (() => false);
  }
  const before = reader.at;
  if (taken(reader, '-') && reader.peek() !== ']' && reader.peek() !== '\\') {
    const to = take(reader);
    return character => character >= from && character <= to && [...character].length === 1;
  }
  reader.at = before;
  return character => character === from;
};
