/** How a diagnostic looks to the person who has to mend it. */
import {expect, test} from 'vitest';
import {codeFrame, sourceOf} from '../../../src/diagnostics/code-frame.ts';
import type {Diagnostic} from '../../../src/diagnostics/diagnostic.ts';

const diagnostic = (text: string, marked: string, more: Partial<Diagnostic> = {}): Diagnostic => {
  const from = text.indexOf(marked);
  return {
    code: 'step/unknown-field',
    severity: 'error',
    message: 'a command step has no field "estimat"',
    span: {from, to: from + marked.length},
    hint: 'did you mean "estimate"?',
    ...more,
  };
};

test('the place is shown with file, line, column, a mark and the way out', () => {
  const text = 'steps:\n  - id: restore\n    estimat: 10m\n';
  const found = diagnostic(text, 'estimat', {hint: 'did you mean "estimate"?'});

  expect(codeFrame(found, sourceOf('restore.yaml', text))).toBe(`\
error[step/unknown-field]: a command step has no field "estimat"
 --> restore.yaml:3:5
  |
3 |     estimat: 10m
  |     ^^^^^^^
  = hint: did you mean "estimate"?`);
});

test('the gutter is as wide as the number of the line', () => {
  const text = `${'\n'.repeat(119)}ownr: nobody\n`;

  expect(codeFrame(diagnostic(text, 'ownr'), sourceOf('a.yaml', text))).toContain(`
   --> a.yaml:120:1
    |
120 | ownr: nobody
    | ^^^^`);
});

test('a long line is cut around the place so that the frame fits 80 columns', () => {
  const text = `summary: ${'word '.repeat(40)}HERE ${'word '.repeat(40)}`;
  const frame = codeFrame(diagnostic(text, 'HERE'), sourceOf('a.yaml', text)).split('\n');

  expect(Math.max(...frame.slice(3).map(line => line.length))).toBeLessThanOrEqual(80);
  expect(frame[3]).toMatch(/^1 \| ….*HERE.*…$/);
  expect(frame[4]?.indexOf('^')).toBe(frame[3]?.indexOf('HERE'));
});

test('a place that is longer than a line is marked as far as it shows', () => {
  const text = `summary: ${'x'.repeat(300)}`;
  const frame = codeFrame(diagnostic(text, 'x'.repeat(300)), sourceOf('a.yaml', text)).split('\n');

  expect(frame[3]).toHaveLength(80);
  expect(frame[4]?.length).toBeLessThanOrEqual(80);
});

test('a place over several lines is marked on its first one', () => {
  const text = 'steps:\n  - id: a\n    title: b\n';

  expect(codeFrame(diagnostic(text, 'id: a\n    title: b'), sourceOf('a.yaml', text))).toContain(`
2 |   - id: a
  |     ^^^^^`);
});

test('characters that move the cursor or hide are spelled out, and the mark stays under its place', () => {
  const text = 'title: \x1b[2Jx\u202e y\n';
  const frame = codeFrame(diagnostic(text, 'y', {message: 'odd \x1b[31m'}), sourceOf('a\x07.yaml', text));

  expect(frame).toBe(`\
error[step/unknown-field]: odd ␛[31m
 --> a\\x07.yaml:1:15
  |
1 | title: ␛[2Jx\\u{202e} y
  |                      ^
  = hint: did you mean "estimate"?`);
});

test('an empty place at the end of the file is marked with one caret', () => {
  const text = 'a: [';
  const atEnd = {...diagnostic(text, '['), span: {from: 4, to: 4}};

  expect(codeFrame(atEnd, sourceOf('a.yaml', text)).split('\n').slice(3, 5)).toEqual(['1 | a: [', '  |     ^']);
});

test('the mark stands under its place also behind characters that are two cells wide, or none', () => {
  const text = 'title: "復元 🔥 e\u0301 HERE"\n';

  // Two cells for each of 復, 元 and 🔥, none for the accent.
  expect(codeFrame(diagnostic(text, 'HERE'), sourceOf('a.yaml', text)).split('\n').at(-2)).toBe(
    `  | ${' '.repeat('title: "xxxx xx e '.length)}^^^^`,
  );
});

test('a long line is never cut in the middle of a character', () => {
  const text = `summary: ${'🔥'.repeat(60)}HERE${'🔥'.repeat(60)}`;
  const [, , , excerpt = ''] = codeFrame(diagnostic(text, 'HERE'), sourceOf('a.yaml', text)).split('\n');

  expect(excerpt).toMatch(/^1 \| …(?:🔥)+HERE(?:🔥)+…$/u);
});

test('a long line is cut between characters, never in one', () => {
  const text = `summary: ${'😀'.repeat(300)} HERE ${'😀'.repeat(300)}`;
  const frame = codeFrame(diagnostic(text, 'HERE'), sourceOf('a.yaml', text));

  expect(frame.isWellFormed()).toBe(true);
  expect(frame.split('\n')[3]).toMatch(/^1 \| ….*HERE.*…$/u);
});

test('a tab in a name moves nothing', () => {
  const text = 'a\tb: 1\n';
  const frame = codeFrame(
    diagnostic(text, 'a\tb', {message: 'a runbook has no field "a\tb"'}),
    sourceOf('a.yaml', text),
  );

  expect(frame).not.toContain('\t');
});
