/** What holds for any text that an author or an operator may write. */
import {readdirSync, readFileSync} from 'node:fs';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parsePlan} from '../../src/plan/parse-plan.ts';
import {evaluate} from '../../src/runbook/expressions/expression.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import {compileRegex} from '../../src/runbook/regex/linear-regex.ts';
import {fillWords} from '../../src/runbook/texts/fill-words.ts';
import {splitWords} from '../../src/runbook/texts/split-words.ts';
import {fillText} from '../../src/runbook/texts/text.ts';
import {casesOf} from '../support/case-count.ts';

test('a value reaches a word of a command byte for byte, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.string({unit: 'binary'}).filter(value => !value.includes('\0')),
      value => {
        const words = splitWords("run --name=${inputs.x} '${inputs.x}'");

        expect(
          words.ok &&
            fillWords(
              words.value.map(({text}) => text),
              {inputs: {x: value}},
            ),
        ).toEqual({
          ok: true,
          value: ['run', `--name=${value}`, value],
        });
      },
    ),
  );
});

test('a text without ${ is itself, and with $${ it is what it says', () => {
  fc.assert(
    fc.property(
      fc.string().filter(text => !text.includes('${')),
      text => {
        expect(fillText(text, {})).toEqual({ok: true, value: text});
        expect(fillText(`${text.replace(/\$+$/, '')}$\${x}`, {})).toEqual({
          ok: true,
          value: `${text.replace(/\$+$/, '')}\${x}`,
        });
      },
    ),
  );
});

test('JSON goes through an expression unchanged', () => {
  // -0 and 0 are one number in JSON; a text that is a time in UTC is one in expressions, and comes out the same.
  const json = fc.jsonValue().map(value => JSON.parse(JSON.stringify(value)));
  fc.assert(
    fc.property(json, value => {
      expect(evaluate('steps.a.outputs.x', {steps: {a: {outputs: {x: value}}}})).toEqual({ok: true, value});
    }),
  );
});

test('no expression throws', () => {
  const piece = fc.constantFrom(
    'inputs',
    '.',
    'a',
    '[',
    ']',
    '(',
    ')',
    '+',
    '&&',
    '!',
    '"x"',
    '1',
    '2.5',
    ',',
    '?',
    ':',
    '{',
    '}',
    'in',
    ' ',
    'size',
    'has',
    'matches',
    'map',
    'timestamp',
    'duration',
    '\\',
  );
  fc.assert(
    fc.property(fc.array(piece, {maxLength: 12}), pieces => {
      expect(evaluate(pieces.join(''), {inputs: {a: 'x', b: [1]}})).toHaveProperty('ok');
    }),
    {numRuns: casesOf({sample: 300, full: 2_000})},
  );
});

/** What the usual engine refuses, like a brace with nothing before it, may be a letter for us. */
const isPattern = (pattern: string): boolean => {
  try {
    return new RegExp(pattern, 'u') !== undefined;
  } catch {
    return false;
  }
};

test('a pattern that we can use matches what the usual engine matches', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    '.',
    '[ab]',
    '[^a]',
    '(a|b)',
    '(?:ab)',
    '*',
    '+',
    '?',
    '{1,2}',
    '|',
    '^',
    '$',
    '\\b',
    '\\w',
    '\\d',
  );
  fc.assert(
    fc.property(
      fc.array(piece, {maxLength: 6}),
      fc.string({unit: fc.constantFrom('a', 'b', '1', ' '), maxLength: 6}),
      (pieces, text) => {
        const pattern = pieces.join('');
        const compiled = compileRegex(pattern);
        if (compiled.ok && isPattern(pattern)) {
          const matches = compiled.value(text);
          expect([pattern, text, matches.ok && matches.value]).toEqual([
            pattern,
            text,
            new RegExp(pattern, 'u').test(text),
          ]);
        }
      },
    ),
    {numRuns: 3_000},
  );
});

const folder = new URL('../golden/lint/', import.meta.url);
const examples = readdirSync(folder)
  .filter(file => file.endsWith('.yaml'))
  .map(file => readFileSync(new URL(file, folder), 'utf8'));

test('a damaged runbook is answered with diagnostics within the text, never with an accident', () => {
  const damage = fc.record({
    text: fc.constantFrom(...examples),
    at: fc.nat(1_000),
    length: fc.nat(40),
    instead: fc.oneof(
      fc.string({maxLength: 8}),
      fc.constantFrom('null', '[]', '{}', '""', '- ', ': ', '\n', '${', '1', '  '),
    ),
  });
  fc.assert(
    fc.property(damage, ({text, at, length, instead}) => {
      const damaged = text.slice(0, at) + instead + text.slice(at + length);
      const {runbook, diagnostics} = loadRunbook(damaged, {today: '2026-11-24'});

      expect(runbook !== undefined || diagnostics.some(({severity}) => severity === 'error')).toBe(true);
      expect(
        diagnostics.filter(({span}) => span.from > span.to || span.from < 0 || span.from > damaged.length + 1),
      ).toEqual([]);
      expect(parsePlan(damaged)).toHaveProperty('diagnostics');
    }),
    {numRuns: 400},
  );
});
