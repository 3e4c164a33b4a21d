/** An entry of the journal: one fact on one line, with its hash in front. docs/design/journal-format.md is the law. */
import {isUtf8} from 'node:buffer';
import {assert} from '../base/assert.ts';
import type {Json} from '../base/canonical-json.ts';
import {canonicalJson, hasHalfCharacter} from '../base/canonical-json.ts';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {Fact} from '../run/event.ts';
import {isEnvelope} from './envelope.ts';

/** The canonical text of a whole fact is at most this long; longer things are files with their digest in a fact. */
export const factBytesMax = 32_768;

/** Deeper nesting is refused before anything recursive looks at it. */
export const nestingMax = 32;

const before = '{"hash":"';
const between = '","fact":';
const after = '}';
const hashDigits = 64;
const factStart = before.length + hashDigits + between.length;

/** How every entry begins; inside a fact these bytes cannot occur, because there `fact` would sort before `hash`. */
export const entryStart = Buffer.from(before);

/** The longest line, without its line feed. */
export const lineBytesMax = factStart + factBytesMax + after.length;

export type Entry = {readonly hash: string; readonly text: string; readonly fact: Fact};

/** Why a line is no entry. With `wellFormed` it is one in all but spelling or fields, which no crash explains. */
export type EntryProblem = {
  readonly code: 'framing' | 'json' | 'too-long' | 'spelling' | 'envelope';
  readonly message: string;
  readonly wellFormed: boolean;
};

/** The one spelling of a fact. Too long or too deep is a fault of the caller, who knows what to put into a file instead. */
export const factText = (fact: Fact): string => {
  const text = canonicalJson(fact);
  const bytes = Buffer.byteLength(text);
  assert(
    bytes <= factBytesMax,
    `a fact "${fact.type}" of ${bytes} bytes was about to be recorded; ${factBytesMax} fit`,
  );
  assert(
    nestsWithin(fact, nestingMax),
    `a fact "${fact.type}" that nests deeper than ${nestingMax} was about to be recorded`,
  );
  return text;
};

/** Writes an entry with its line feed. */
export const writeLine = (hash: string, text: string): string => `${before}${hash}${between}${text}${after}\n`;

/** Reads a line (without its line feed) as an entry; whether its hash fits is for the chain to say. */
export const readLine = (line: Buffer): Result<Entry, EntryProblem> => {
  if (line.length > lineBytesMax) {
    return fail({
      code: 'too-long',
      message: `is ${line.length} bytes long; ${lineBytesMax} are allowed`,
      wellFormed: false,
    });
  }
  const framed = isUtf8(line) ? unframe(line.toString('utf8')) : undefined;
  if (!framed) {
    return fail({code: 'framing', message: 'does not have the form {"hash":"…","fact":{…}}', wellFormed: false});
  }
  const {hash, text} = framed;
  const value = parseJson(text);
  if (value === undefined) {
    return fail({code: 'json', message: 'holds a fact that is not JSON', wellFormed: false});
  }
  if (!isCanonical(text, value)) {
    return fail({code: 'spelling', message: 'spells its fact in another way than it was written', wellFormed: true});
  }
  if (!isEnvelope(value)) {
    return fail({
      code: 'envelope',
      message: 'lacks a field that every fact has, or has it in another form',
      wellFormed: true,
    });
  }
  // The payload is what the writer of this format recorded: the chain vouches for its bytes, verify for its type.
  return succeed({hash, text, fact: value as Fact});
};

const unframe = (line: string): {readonly hash: string; readonly text: string} | undefined => {
  const hash = line.slice(before.length, before.length + hashDigits);
  const text = line.slice(factStart, -after.length);
  const isEntry =
    line.startsWith(before) &&
    line.startsWith(between, factStart - between.length) &&
    line.endsWith(after) &&
    /^[0-9a-f]{64}$/.test(hash) &&
    text.startsWith('{') &&
    text.endsWith('}');
  return isEntry ? {hash, text} : undefined;
};

const parseJson = (text: string): Json | undefined => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isCanonical = (text: string, value: Json): boolean =>
  nestsWithin(value, nestingMax) && !hasHalfCharacter(text) && canonicalJson(value) === text;

const nestsWithin = (value: Json | undefined, levels: number): boolean => {
  if (typeof value !== 'object' || value === null) {
    return true;
  }
  if (levels === 0) {
    return false;
  }
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && !nestsWithin(member, levels - 1)) {
      return false;
    }
  }
  return true;
};
