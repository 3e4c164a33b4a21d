/** The page of expressions: names from the tables of the checker, functions and texts with what they really give. */
import {expect, test} from 'vitest';
import {checking, namesIn, type Surroundings} from '../../src/runbook/expressions/cel-environment.ts';
import {checkExpression, evaluate} from '../../src/runbook/expressions/expression.ts';
import {
  membersOfRun,
  membersOfSteps,
  namesEverywhere,
  namesOfDrills,
  namesOfResults,
} from '../../src/runbook/expressions/expression-names.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import {fillWords} from '../../src/runbook/texts/fill-words.ts';
import {fillText} from '../../src/runbook/texts/text.ts';
import {eventNames, labNames} from '../../src/runbook/words.ts';
import {argvs, bare, functions, operators, scope, texts} from '../support/expression-examples.ts';
import {celTypeName, coded, page, reference, table} from '../support/reference-page.ts';
import {smallRunbook} from '../support/small-runbook.ts';

const code = (text: string): string => `\`${text}\``;

const given = (expression: string): string => {
  const result = evaluate(expression, scope);
  return result.ok ? code(JSON.stringify(result.value)) : `refused: ${result.reason.replace(/ \(in .*$/, '')}`;
};

/** Those of the library that nobody needs here: bytes and optional values, and the other parts of a time, which are named. */
const passedOver =
  /^(?:bytes|uint|json|hex|base64|at|hasValue|value|none|of|or|orValue|linearMatches|get(?:Date|DayOfMonth|DayOfWeek|DayOfYear|Milliseconds|Month|Seconds))$/;

test('every function that an expression can call is on the page, or left out on purpose', () => {
  const known = checking({}, 'step')
    .getDefinitions()
    .functions.map(({name}) => name);
  expect(Object.keys(functions).filter(name => !known.includes(name))).toEqual([]);
  expect(known.filter(name => !Object.hasOwn(functions, name) && !passedOver.test(name))).toEqual([]);
});

const filled = (text: string): string => {
  const result = fillText(text, scope);
  return result.ok ? code(JSON.stringify(result.value)) : `refused: ${result.reason}`;
};

const spread = (words: (typeof argvs)[number]): string => {
  const result = fillWords(words, scope);
  return result.ok ? code(JSON.stringify(result.value)) : `refused: ${result.reason}`;
};

const meanings = (names: {readonly [name: string]: {readonly means: string; readonly type?: string}}) =>
  Object.entries(names).map(([name, {type, means}]) => [
    code(name),
    ...(type === undefined ? [] : [celTypeName(type)]),
    means,
  ]);

const kindsOf = {program: '`command`, `script`, `notify`', sql: '`sql`', http: '`http`'};

const results = (['program', 'sql', 'http'] as const).flatMap(kind =>
  meanings(namesOfResults[kind]).map(cells => [kindsOf[kind], ...cells]),
);

/** Fields that are expressions: the loader refuses what is none. */
const expressionFields = [
  'when',
  'expect',
  'fail_when',
  'until',
  'choose',
  'propose',
  'assert',
  'in',
  'recovery_point',
  'outputs',
  'let',
];

test('the fields that are said to be bare expressions are read as such', () => {
  const sound = smallRunbook(bare);
  expect(loadRunbook(sound, {today: '2026-11-24'}).diagnostics.map(({code: found}) => found)).not.toContain(
    'expression/syntax',
  );
  for (const field of expressionFields) {
    const wrong = bare.replace(new RegExp(`(\\b${field}: (?:\\{\\w+: )?)"[^"]*"`), '$1"1 ="');
    expect(wrong, field).not.toBe(bare);
    const codes = loadRunbook(smallRunbook(wrong), {today: '2026-11-24'}).diagnostics.map(({code: one}) => one);
    expect(codes, field).toContain('expression/syntax');
  }
});

test('the names of each place are those that the checker takes there, and no others', () => {
  const places: readonly Surroundings[] = ['step', 'program-result', 'sql-result', 'http-result', 'drill'];
  const all = [...new Set(places.flatMap(namesIn))];
  for (const place of places) {
    const taken = all.filter(name => checkExpression(`dyn(${name}) == 1`, checking({}, place)).ok);
    expect(taken, place).toEqual(all.filter(name => namesIn(place).includes(name)));
  }
});

test('expressions have a page, with what each example really gives', async () => {
  const ofSteps = Object.entries(membersOfSteps).map(([name, {of, means}]) => [code(`steps.ID.${name}`), of, means]);
  const ofRun = meanings(membersOfRun).map(([name = '', ...rest]) => [name.replace('`', '`run.'), ...rest]);
  await expect(
    page(
      'Expressions',
      `Expressions are [CEL](https://cel.dev) with a few functions of our own. These fields are expressions and are written bare, in quotes: ${coded(expressionFields)} (of \`outputs\` and \`let\` the values; \`until\` of a \`repeat\`). Every other string of a runbook is a text in which \`\${…}\` inserts the value of one. \`script\` and SQL are literal: values reach them by \`env\` and \`params\`.`,
      '## Names',
      "A name that is not there is a finding of the linter. What a step gave can be read only where it has run on every way there. Where it may have been left out, ask first: `steps.look.status == 'succeeded' && steps.look.outputs.n > 0`.",
      table(
        ['name', 'where', 'meaning'],
        [
          ...Object.entries(namesEverywhere).map(([name, means]) => [code(name), 'everywhere', means]),
          ...Object.entries(namesOfDrills).map(([name, means]) => [code(name), 'in drills', means]),
        ],
      ),
      table(['of a step', 'of which', 'meaning'], ofSteps),
      table(['of the run', 'type', 'meaning'], ofRun),
      `Of \`events\` there is ${coded(eventNames)}; of \`lab\` ${coded(labNames)}. A connection has \`.host\`, \`.port\`, \`.user\` and \`.database\`; as a whole it is a secret.`,
      '## What an answer has',
      '`expect`, `fail_when`, `recovery_point` and the `outputs` of a step also see what the action or the probe answered. Without `expect` it is enough that a program ends with 0, SQL goes without an error, or the status is 2xx.',
      table(['of', 'name', 'type', 'meaning'], results),
      'Of PostgreSQL, `int2`, `int4` and `int8` become int, `numeric` and `float` double (`rows[0].n_text` is the exact text), `timestamptz` a time, `json` its value, and NULL null.',
      '## Operators',
      'Whole numbers and those with a point are two types: `1 == 1.0` is a finding, `double(1) == 1.0` is not. Texts stand in single or double quotes.',
      table(
        ['expression', 'gives'],
        operators.map(one => [code(one), given(one)]),
      ),
      '## Functions',
      "A regular expression is held against a text by an engine that takes time in proportion to its length, so no pattern can hang a run; it knows no back references and no looking around. `duration` is CEL's own and takes `h`, `m` and `s`; `span` takes this language's durations, `1d` and `PT90M` included. A time also has `getDate`, `getDayOfMonth`, `getDayOfWeek`, `getDayOfYear`, `getMonth`, `getSeconds` and `getMilliseconds`, in UTC unless a zone is given; months and days of the year or week count from 0.",
      table(
        ['function', 'expression', 'gives'],
        Object.entries(functions).flatMap(([name, examples]) =>
          examples.map(one => [code(name), code(one), given(one)]),
        ),
      ),
      '## Texts',
      'A text that is exactly one `${…}` keeps the type of its value. Otherwise numbers and booleans are written as in JSON, times as RFC 3339 in UTC, durations as ISO 8601; a list, a map or null in the middle of a text is a finding. `$${` is a literal `${`.',
      table(
        ['text', 'becomes'],
        texts.map(one => [code(one), filled(one)]),
      ),
      'An item of a command that is one `${…}` of null is left out, of a list is spread. An item, `stdin` and `body` may be `{json: …}`: a value in whose texts `${…}` inserts values that keep their types.',
      table(
        ['command', 'becomes'],
        argvs.map(one => [
          code(
            `[${one.map(word => (typeof word === 'string' ? word : `{json: ${JSON.stringify(word.json)}}`)).join(', ')}]`,
          ),
          spread(one),
        ]),
      ),
    ),
  ).toMatchFileSnapshot(reference('expressions'));
});
