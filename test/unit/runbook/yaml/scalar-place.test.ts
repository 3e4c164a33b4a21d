/** Where a part of a text stands in its file: all the ways YAML has to write a text. */
import {expect, test} from 'vitest';
import {isMapping} from '../../../../src/runbook/reading.ts';
import {readDocument} from '../../../../src/runbook/yaml/document.ts';

/** What the document marks for the part of the text under `a` that reads `part`. */
const marked = (text: string, part: string): string | undefined => {
  const document = readDocument(text);
  const value = document.ok && isMapping(document.value.data) ? document.value.data.a : undefined;
  if (!document.ok || typeof value !== 'string' || !value.includes(part)) {
    return undefined;
  }
  const at = value.indexOf(part);
  const {from, to} = document.value.spanWithin(['a'], {from: at, to: at + part.length, text: value});
  return text.slice(from, to);
};

test.each([
  ['bare', 'a: x ${bad} y'],
  ['bare, over several lines', 'a: x\n  y\n\n  ${bad}\n  z'],
  ['in double quotes', 'a: "x \\"q\\" \\u00e9\\x41\\U0001F600 ${bad} y"'],
  ['in double quotes, over several lines', 'a: "x  \n\n   y \\\n     z ${bad}\\\n\n  y"'],
  ['in single quotes', "a: 'it''s ${bad} y'"],
  ['in single quotes, over several lines', "a: 'it''s\n\n\n  so ${bad}\n  y'"],
  ['in a flow map', 'b: 1\n# {a: ${bad}}\nc: [1]\na: "${bad}"'],
  ['in a literal block', 'a: |\n  first\n    deeper ${bad}\n  last\n'],
  ['in a literal block with blank lines before', 'a: |-\n\n\n  first\n\n  ${bad}\n'],
  ['in a literal block that says how far it is indented', 'a: |2\n    first\n   ${bad}\n'],
  ['in a literal block with a comment behind its header', 'a: |+ # as it stands\n  ${bad}\n\n'],
  ['in a folded block', 'a: >-\n  first\n  ${bad} second\n'],
  [
    'in a folded block with lines of its own',
    'a: >+\n\n  first\n\n\n  second\n    kept\n\n    kept too\n  ${bad}\n  third\n\n',
  ],
  ['in a folded block with a tab', 'a: >\n  first\n  \tkept\n  ${bad}\n'],
  ['behind a pair of surrogates', 'a: "😀 ${bad}"'],
  ['behind a tab', 'a: "\t${bad}"'],
])('a part of a text is found where it stands: %s', (_, text) => {
  expect(marked(text, '${bad}')).toBe('${bad}');
  // Lines of Windows change neither the text nor its place.
  expect(marked(text.replaceAll('\n', '\r\n'), '${bad}')).toBe('${bad}');
});

test.each([
  {about: 'an escape is one place', text: 'a: "x \\u00e9 y"', part: 'é', place: '\\u00e9'},
  {about: 'so is a doubled quote', text: "a: 'it''s'", part: "'", place: "''"},
  {about: 'a fold is part of it', text: 'a: >\n  one\n  two\n', part: 'one two', place: 'one\n  two'},
  {about: 'so is a line break that is escaped', text: 'a: "one\\\n  two"', part: 'onetwo', place: 'one\\\n  two'},
  {about: 'a whole text is all but its quotes', text: 'a: "one two"', part: 'one two', place: 'one two'},
])('$about', ({text, part, place}) => {
  expect(marked(text, part)).toBe(place);
});

test('what is missing at the end of a text is marked behind it', () => {
  const text = 'a: "exit == 0 &&"\nb: |\n  exit == 0 &&\n';
  const document = readDocument(text);
  const places = ['a', 'b'].map(key =>
    document.ok ? document.value.spanWithin([key], {from: 12, to: 13, text: 'exit == 0 &&'}) : undefined,
  );

  expect(places).toEqual([
    {from: 16, to: 16},
    {from: text.lastIndexOf('\n'), to: text.lastIndexOf('\n') + 1},
  ]);
});
