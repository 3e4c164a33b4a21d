/** Whatever is done to a sound runbook, the linter answers with places inside the text, known codes and a way out. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {codeFrame, sourceOf} from '../../src/diagnostics/code-frame.ts';
import {explain} from '../../src/diagnostics/codes.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import {casesOf} from '../support/case-count.ts';
import {exampleNames, exampleText} from '../support/lint-examples.ts';

const sound = exampleNames.filter(name => /^sound|\.mended$/.test(name) && !name.startsWith('plan-')).map(exampleText);

const pieces = [
  '"',
  "'",
  '${',
  '}',
  '{',
  '[',
  ': ',
  '\n',
  '\r\n',
  '\t',
  '- ',
  '|',
  '>',
  '#',
  '&a ',
  '!x ',
  '0',
  '🔥',
  '',
];

/** A stretch of the text is taken out, and something else put into its place. */
const change = fc.record({
  at: fc.double({min: 0, max: 1, noNaN: true}),
  length: fc.nat(30),
  instead: fc.constantFrom(...pieces),
});

const runs = casesOf({sample: 200, full: 4_000});

type Change = {readonly at: number; readonly length: number; readonly instead: string};

const changed = (text: string, {at, length, instead}: Change): string => {
  const from = Math.floor(at * text.length);
  return text.slice(0, from) + instead + text.slice(from + length);
};

test('each finding of a damaged runbook has a place in it, a code that is explained and a way out', () => {
  let found = 0;
  fc.assert(
    fc.property(fc.constantFrom(...sound), fc.array(change, {minLength: 1, maxLength: 3}), (whole, changes) => {
      const text = changes.reduce(changed, whole);
      const source = sourceOf('a.yaml', text);
      for (const finding of loadRunbook(text, {today: '2026-11-24'}).diagnostics) {
        const {code, hint, message, span} = finding;
        expect(explain(code)).toBeDefined();
        expect(message).toMatch(/\S/);
        expect(hint).toMatch(/\S/);
        expect(message + hint).not.toMatch(/undefined|\[object/);
        expect(span.from).toBeGreaterThanOrEqual(0);
        expect(span.to).toBeGreaterThanOrEqual(span.from);
        expect(span.to).toBeLessThanOrEqual(text.length + 1);
        expect(codeFrame(finding, source).split('\n')).toHaveLength(6);
        found++;
      }
    }),
    {numRuns: runs},
  );
  expect(found).toBeGreaterThan(runs / 2);
});
