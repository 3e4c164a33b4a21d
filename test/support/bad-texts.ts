/** Texts of runbooks and plans with something wrong in them: lines, nodes, letters and bytes that were changed at random. */
import fc from 'fast-check';
import {decodeText} from '../../src/cli/decode-text.ts';
import {oddText, rawScalars} from './bad-scalars.ts';
import {byExpressions, byNodes} from './bad-trees.ts';
import {place, someText} from './good-texts.ts';

type LineChange = {
  readonly change: 'delete' | 'double' | 'swap' | 'move' | 'deeper' | 'value' | 'key' | 'insert' | 'tabs' | 'cut';
  readonly at: number;
  readonly to: number;
  readonly odd: string;
};

const rawScalar = fc.oneof(fc.constantFrom(...rawScalars), oddText);

const lineChange: fc.Arbitrary<LineChange> = fc.record({
  change: fc.constantFrom('delete', 'double', 'swap', 'move', 'deeper', 'value', 'key', 'insert', 'tabs', 'cut'),
  at: place,
  to: place,
  odd: rawScalar,
});

/** A line and all below it that stands deeper: a field with its value, or a step. */
const blockAt = (lines: readonly string[], at: number): number => {
  const depth = (line: string | undefined): number => /^\s*/.exec(line ?? '')?.[0].length ?? 0;
  let end = at + 1;
  while (end < lines.length && (lines[end]?.trim() === '' || depth(lines[end]) > depth(lines[at]))) {
    end++;
  }
  return end - at;
};

const changeLines = (lines: string[], {change, at: where, to: other, odd}: LineChange): void => {
  const at = where % Math.max(1, lines.length);
  const to = other % Math.max(1, lines.length);
  const line = lines[at] ?? '';
  switch (change) {
    case 'delete':
      lines.splice(at, blockAt(lines, at));
      break;
    case 'double':
      lines.splice(at, 0, ...lines.slice(at, at + blockAt(lines, at)));
      break;
    case 'swap':
      lines[at] = lines[to] ?? '';
      lines[to] = line;
      break;
    case 'move': {
      const block = lines.splice(at, blockAt(lines, at));
      lines.splice(to, 0, ...block);
      break;
    }
    case 'deeper':
      lines.splice(at, blockAt(lines, at), ...lines.slice(at, at + blockAt(lines, at)).map(one => `   ${one}`));
      break;
    case 'value':
      lines[at] = line.replace(/:.*/, `: ${odd}`);
      break;
    case 'key':
      lines[at] = line.replace(/\w+(?=:)/, key => key.slice(0, other % 9) + key.slice((other % 9) + 1));
      break;
    case 'insert':
      lines.splice(at, 0, `${/^[\s-]*/.exec(line)?.[0] ?? ''}${odd}`);
      break;
    case 'tabs':
      lines[at] = line.replace(/^ +/, '\t');
      break;
    case 'cut':
      lines.length = at;
      break;
  }
};

const byLines = fc
  .tuple(someText, fc.array(lineChange, {minLength: 1, maxLength: 5}), fc.constantFrom('\n', '\r\n'))
  .map(([text, changes, lineFeed]) => {
    const lines = text.split('\n');
    for (const change of changes) {
      changeLines(lines, change);
    }
    return lines.join(lineFeed);
  });

const letterChange = fc.record({at: place, length: fc.nat({max: 40}), instead: rawScalar});

const byLetters = fc.tuple(someText, fc.array(letterChange, {minLength: 1, maxLength: 4})).map(([text, changes]) =>
  changes.reduce((changed, {at, length, instead}) => {
    const from = at % (changed.length + 1);
    return changed.slice(0, from) + instead + changed.slice(from + length);
  }, text),
);

const byteChange = fc.record({at: place, byte: fc.nat({max: 255})});

const byBytes = fc.tuple(someText, fc.array(byteChange, {minLength: 1, maxLength: 6})).map(([text, changes]) => {
  const bytes = Buffer.from(text);
  for (const {at, byte} of changes) {
    bytes[at % bytes.length] = byte;
  }
  return decodeText(bytes);
});

const noise = fc.oneof(
  fc.array(rawScalar, {maxLength: 30}).map(parts => parts.join('')),
  fc.array(rawScalar, {maxLength: 30}).map(parts => parts.join('\n')),
  fc.uint8Array({maxLength: 200}).map(decodeText),
);

/** Texts that an author, a disk or an attacker may leave behind. */
export const badText: fc.Arbitrary<string> = fc.oneof(
  {arbitrary: byNodes, weight: 6},
  {arbitrary: byExpressions, weight: 4},
  {arbitrary: byLines, weight: 5},
  {arbitrary: byLetters, weight: 3},
  {arbitrary: byBytes, weight: 1},
  {arbitrary: noise, weight: 1},
);
