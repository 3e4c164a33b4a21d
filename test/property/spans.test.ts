/** What holds for the places of any text in a document. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {stringify} from 'yaml';
import {readLines} from '../../src/diagnostics/lines.ts';
import {readDocument} from '../../src/runbook/document.ts';

const value = fc.string({unit: fc.constantFrom(...'ab $${}\'"\\:#-|>é'), minLength: 1, maxLength: 24});
const style = fc.constantFrom(
  'PLAIN' as const,
  'QUOTE_SINGLE' as const,
  'QUOTE_DOUBLE' as const,
  'BLOCK_LITERAL' as const,
);

test('a part of a text stands where the document says, however the text is written', () => {
  fc.assert(
    fc.property(value, style, (text, defaultStringType) => {
      const document = readDocument(stringify({a: [text]}, {defaultStringType, lineWidth: 0}));
      if (!document.ok) {
        return;
      }
      for (let at = 0; at < text.length; at++) {
        const {from, to} = document.value.spanWithin(['a', 0], {from: at, to: at + 1});
        const written = document.value.text.slice(from, to);
        // Quotes double or escape some characters; where the place is unsure, it is the whole text.
        expect(
          written === text[at] || [`'`, '"', '\\'].includes(text[at] ?? '') || written.length >= text.trim().length,
        ).toBe(true);
      }
    }),
  );
});

test('lines and columns lead back to the offset', () => {
  fc.assert(
    fc.property(
      fc.string({unit: fc.constantFrom('a', 'b', '\n', '\r\n'), maxLength: 40}),
      fc.nat(80),
      (text, offset) => {
        const within = Math.min(offset, text.length);
        const {line, column} = readLines(text).position(offset);
        const before = text.split('\n').slice(0, line - 1);

        expect(before.reduce((sum, {length}) => sum + length + 1, 0) + column - 1).toBe(within);
      },
    ),
  );
});
