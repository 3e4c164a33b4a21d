/** What holds for the places of any text in a document. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {stringify} from 'yaml';
import {codeFrame, sourceOf} from '../../src/diagnostics/code-frame.ts';
import {readLines} from '../../src/diagnostics/lines.ts';
import {isMapping, isSequence} from '../../src/runbook/reading.ts';
import {type Document, readDocument} from '../../src/runbook/yaml/document.ts';
import {widthOf} from '../../src/tui/cells.ts';
import {casesOf} from '../support/case-count.ts';

const styles = ['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const;
const written = {
  text: fc.string({
    unit: fc.constantFrom(...'ab $${}\'"\\:#-|>é', '😀', '\n', '\t', '  '),
    minLength: 1,
    maxLength: 40,
  }),
  style: fc.constantFrom(...styles),
  /** 8 columns fold nearly every text, 0 none. */
  lineWidth: fc.constantFrom(0, 8, 20),
  lineBreak: fc.constantFrom('\n', '\r\n'),
};

type Written = {
  readonly text: string;
  readonly style: (typeof styles)[number];
  readonly lineWidth: number;
  readonly lineBreak: string;
};

/** The text as the value of a field among others, in a list; nothing where YAML has another way for such a text only. */
const documentWith = ({text, style, lineWidth, lineBreak}: Written): Document | undefined => {
  const yaml = stringify(
    {steps: [{before: 1, text, after: 2}]},
    {defaultStringType: style, lineWidth, minContentWidth: 0},
  );
  const document = readDocument(yaml.replaceAll('\n', lineBreak));
  return document.ok ? document.value : undefined;
};

const path = ['steps', 0, 'text'];
const runs = casesOf({sample: 300, full: 5_000});

const valueIn = ({data}: Document): string => {
  const steps = isMapping(data) && isSequence(data.steps) ? data.steps[0] : undefined;
  return isMapping(steps) && typeof steps.text === 'string' ? steps.text : '';
};

/** What a stretch of the file says: itself, or what an escape stands for. */
const reads = (stretch: string): string => {
  if (stretch === "''") {
    return "'";
  }
  return stretch.startsWith('\\') && stretch.length > 1 ? String(JSON.parse(`"${stretch}"`)) : stretch;
};

test('each letter of a text stands where the document says, however the text is written', () => {
  let looked = 0;
  fc.assert(
    fc.property(fc.record(written), how => {
      const document = documentWith(how);
      if (document === undefined) {
        return;
      }
      const text = valueIn(document);
      let at = 0;
      for (const letter of text) {
        const to = at + letter.length;
        if (letter.trim() !== '') {
          const span = document.spanWithin(path, {from: at, to, text});
          expect(reads(document.text.slice(span.from, span.to))).toBe(letter);
          looked++;
        }
        at = to;
      }
    }),
    {numRuns: runs},
  );
  expect(looked).toBeGreaterThan(1_000);
});

test('an expression is marked from its first letter to its last, however the text around it is written', () => {
  const expression = '${inputs.table == "a b"}';
  fc.assert(
    fc.property(fc.record(written), written.text, (how, behind) => {
      const document = documentWith({...how, text: `${how.text} ${expression} ${behind}`});
      const text = document === undefined ? '' : valueIn(document);
      const from = text.indexOf(expression);
      if (document === undefined || from < 0) {
        return;
      }
      const span = document.spanWithin(path, {from, to: from + expression.length, text});
      const marked = document.text.slice(span.from, span.to);
      // Folded lines and escaped quotes are part of it.
      const plain = marked
        .replaceAll(/\\\r?\n\s*/g, '')
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/\\(.)/g, '$1');
      expect(plain).toBe(expression);
    }),
    {numRuns: runs},
  );
});

test('a frame fits 80 columns, and its mark is never beyond its line, wherever the place is', () => {
  const line = fc.string({unit: fc.constantFrom('a', ' ', '\t', '🔥', '復', 'e\u0301', '\u202e'), maxLength: 200});
  fc.assert(
    fc.property(line, fc.nat(220), fc.nat(120), (beginning, from, length) => {
      // Blanks at the end of a line are not printed.
      const text = `${beginning}.`;
      const span = {from: Math.min(from, text.length), to: Math.min(from + length, text.length)};
      const found = {code: 'step/wrong-value', severity: 'error', message: 'odd', span, hint: 'mend it'} as const;
      const [, , , excerpt = '', mark = ''] = codeFrame(found, sourceOf('a.yaml', text)).split('\n');
      expect(widthOf(excerpt)).toBeLessThanOrEqual(80);
      expect(mark.trimEnd()).toMatch(/^ {2}\| *\^+$/);
      // One caret stands behind the last character where the place is the end of the line.
      expect(mark.length).toBeLessThanOrEqual(Math.max(widthOf(excerpt) + 1, '1 | ^'.length));
    }),
    {numRuns: runs},
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
