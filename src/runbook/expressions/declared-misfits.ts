/** What does not fit although its CEL type does: texts have types of their own where they are declared, and whoever is included reads what it is told. */
import type {Json} from '../../base/canonical-json.ts';
import type {InputDeclaration, InputType} from '../input-declaration.ts';
import {readInput} from '../inputs.ts';
import type {Use} from '../reading.ts';
import type {Runbook} from '../runbook.ts';
import {parseText} from '../texts/text.ts';
import type {PlacedExpression} from './expressions-in.ts';
import {type Misfit, nameOf} from './fitting-types.ts';
import {type Declared, wholeInput} from './known-types.ts';
import {timestampType} from './value-types.ts';

/** Words like `20m ago` wait for the run, which has a clock. */
export const someTime = {nowMs: 0, zoneOffsetMinutes: 0};

/** Far more than what is told holds; a pattern of 2,000 states takes two seconds for them. */
const patternLettersMax = 50_000;

/** The texts that an included runbook is told as they stand, and cannot read. */
export const misreadTexts = (uses: readonly Use[]): readonly {readonly use: Use; readonly misfit: Misfit}[] => {
  let patternLetters = 0;
  return uses.flatMap(use => {
    const {reads, source} = use;
    patternLetters += reads?.pattern === undefined ? 0 : source.length;
    const misfit = reads && patternLetters <= patternLettersMax ? misreadText(reads, source) : undefined;
    return misfit === undefined ? [] : [{use, misfit}];
  });
};

const misreadText = (reader: InputDeclaration, source: string): Misfit | undefined => {
  const parts = parseText(source);
  if (!parts.ok || parts.value.some(part => 'expression' in part)) {
    return undefined;
  }
  const text = parts.value.map(part => ('literal' in part ? part.literal : '')).join('');
  const read = readInput(reader, text, someTime);
  return read.ok
    ? undefined
    : {message: `${asked(reader)}: ${read.reason}`, hint: 'write one that fits, or give a value: "${inputs.NAME}"'};
};

type Known = {readonly types: readonly string[]; readonly runbook: Runbook};

/** What is wrong at its place with a value whose declaration, or whose reader's, says more than CEL does. */
export const declaredMisfit = (placed: PlacedExpression, use: Use, {types, runbook}: Known): Misfit | undefined => {
  const {expression} = placed;
  const whole = use.form === 'expression' || use.source === `\${${expression}}`;
  const declared = whole ? wholeInput(expression, runbook) : undefined;
  if (whole && use.reads !== undefined) {
    return misreadValue(use.reads, types, declared);
  }
  if (declared === undefined) {
    return undefined;
  }
  switch (use.gives) {
    case 'connection':
      return noConnection(declared);
    case 'time':
      return neverTimes.has(declared.type) ? noTime(declared) : undefined;
    default:
      return undefined;
  }
};

/** To CEL the names of tables and of servers are texts alike. */
const noConnection = ({name, type}: Declared): Misfit | undefined =>
  ['connection', 'string', 'secret', 'url'].includes(type)
    ? undefined
    : {
        message: `this must give a connection, but ${name} is declared as ${type}`,
        hint: 'give an input of type connection: "${inputs.database}"',
      };

const noTime = ({name, type}: Declared): Misfit => ({
  message: `this must give a time, but ${name} is declared as ${type}`,
  hint: "read an input or an output of type timestamp, or write timestamp('…')",
});

/** Types whose values are never written like a time. */
const neverTimes: ReadonlySet<InputType> = new Set(['identifier', 'hostname', 'cidr', 'url', 'connection', 'duration']);

/** What is wrong with a value of one of those CEL types; nothing where one may fit. */
const misreadValue = (
  reader: InputDeclaration,
  types: readonly string[],
  declared: Declared | undefined,
): Misfit | undefined => {
  const isTimeless = reader.type === 'timestamp' && declared !== undefined && neverTimes.has(declared.type);
  if (!isTimeless && types.some(type => canRead(reader, type))) {
    return undefined;
  }
  const given = isTimeless
    ? `${declared.name} is declared as ${declared.type}`
    : `this gives ${nameOf(types[0] ?? '')}`;
  return {
    message: `${asked(reader)}, but ${given}`,
    hint: `give it a value that can be read as ${reader.type}`,
  };
};

const asked = ({name, type}: InputDeclaration): string => `input "${name}" of what is included has the type ${type}`;

/** Values of each type as they leave an expression, of every form that may make a difference to whoever reads them. */
const samples: {readonly [type: string]: readonly Json[] | undefined} = {
  int: [0, 7, 42, -1, 2026],
  double: [0.5, 2, -1.5],
  bool: [true, false],
  [timestampType]: ['2026-11-24T02:47:00Z', '2026-11-24T02:47:00.123456Z'],
  'google.protobuf.Duration': ['PT0S', 'PT1H30M', '-PT5M'],
  Connection: ['postgresql://app@db-1.example:5432/shop', 'postgres://db-1/'],
  list: [[], ['a'], ['2026-11-24T02:47:00Z'], [1]],
  map: [{}, {a: 1}],
};

/** A text may be anything; names of a choice and patterns may be met by any text that is made of a value. */
const canRead = (declaration: InputDeclaration, type: string): boolean => {
  const values = samples[type.replace(/<.*$/, '')];
  const {pattern, of = 'string', ...plain} = declaration;
  const loose: InputDeclaration =
    declaration.type === 'list'
      ? {...plain, of}
      : {...plain, type: declaration.type === 'choice' ? 'string' : plain.type};
  return values === undefined || values.some(value => readInput(loose, value, someTime).ok);
};
