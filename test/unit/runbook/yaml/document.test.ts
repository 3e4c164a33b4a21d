/** YAML as data with places, and what is refused. */
import {expect, test} from 'vitest';
import {type Document, readDocument} from '../../../../src/runbook/yaml/document.ts';

const reads = (text: string): Document => {
  const document = readDocument(text);
  expect(document).toMatchObject({ok: true});
  return document.ok ? document.value : ({} as Document);
};

const refusal = (text: string): string | undefined => {
  const document = readDocument(text);
  return document.ok ? undefined : document.reason.code;
};

const slice = ({text}: Document, {from, to}: {from: number; to: number}) => text.slice(from, to);

test('a document is plain data', () => {
  const {data} = reads('id: restore\nsteps: [{id: a, timeout: 5}, true, null, 1.5]\n');

  expect(JSON.parse(JSON.stringify(data))).toEqual({
    id: 'restore',
    steps: [{id: 'a', timeout: 5}, true, null, 1.5],
  });
});

test('no key of a file can be taken for one that objects have by nature', () => {
  const {data} = reads('toString: 1\n');

  expect(Object.getPrototypeOf(data)).toBeNull();
});

test('words that YAML 1.1 took for booleans and dates are texts', () => {
  expect(JSON.stringify(reads('[yes, off, 2026-11-24, 1_000, 0o17, 012]').data)).toBe(
    '["yes","off","2026-11-24","1_000",15,12]',
  );
});

test('every key and value has its place', () => {
  const document = reads('id: restore\nsteps:\n  - id: a\n    title: "Look"\n');

  expect(slice(document, document.keySpan(['steps', 0, 'title']))).toBe('title');
  expect(slice(document, document.valueSpan(['steps', 0, 'title']))).toBe('"Look"');
  expect(document.has(['steps', 0, 'title'])).toBe(true);
  expect(document.has(['steps', 1])).toBe(false);
});

test('what goes over several lines, or is nothing, has the place of its key', () => {
  const document = reads('id:\nsteps:\n  - id: a\n    title: >\n      Look\n    sql:\n      query: select 1\n');

  expect(slice(document, document.valueSpan(['id']))).toBe('id');
  expect(slice(document, document.valueSpan(['steps', 0, 'title']))).toBe('title');
  expect(slice(document, document.valueSpan(['steps', 0, 'sql']))).toBe('query: select 1');
  expect(slice(document, document.valueSpan(['steps']))).toBe('steps');
});

test('an item of a list and the document itself have no key, so their first one counts', () => {
  const document = reads('steps:\n  - title: Look\n    id: a\n  - [1,\n     2]\n');

  expect(slice(document, document.keySpan(['steps', 0]))).toBe('title');
  expect(slice(document, document.valueSpan(['steps', 0]))).toBe('title');
  expect(slice(document, document.keySpan(['steps', 1]))).toBe('[');
  expect(slice(document, document.keySpan([]))).toBe('steps');
});

test('a path that leads nowhere has the place of what is around it', () => {
  const document = reads('steps:\n  - id: a\n');

  expect(slice(document, document.valueSpan(['steps', 0, 'title', 'x']))).toBe('id: a');
});

test('a text that was read without the blanks around it is found all the same', () => {
  const document = reads('a: "  x ${bad} "\n');

  expect(slice(document, document.spanWithin(['a'], {from: 2, to: 8, text: 'x ${bad}'}))).toBe('${bad}');
});

test('a part of what is no text has the place of the whole', () => {
  const document = reads('a: 12\n');

  expect(slice(document, document.spanWithin(['a'], {from: 0, to: 1, text: '12'}))).toBe('12');
});

test.each([
  ['an anchor', 'owner: &dba somebody', '&dba'],
  ['a tag', 'owner: !!str somebody', '!!str'],
  ['a tag with a handle', 'owner: [!e!str somebody]', '!e!str'],
  ['a tag and an anchor', 'owner: !!str &dba somebody', '&dba'],
  ['an alias', 'a: 1\nowner: *a', '*a'],
  ['an escape that does not show', 'title: "Restore \\e[2J"', '\\e'],
  ['a merge key', '<<: {a: 1}', '<<'],
  ['a quote that is not closed', 'a: "b\nc: d\n', '"'],
  ['a bracket that is not closed', 'a: 1\nb: {c: [1, 2\nd: e\n', '['],
  ['a colon too much', 'title: Restore: a table\n', ':'],
  ['a line that is indented too far', 'a: 1\n b: 2\n', ':'],
])('the place of what is refused is what has to be changed: %s', (_, text, marked) => {
  const document = readDocument(text);
  const {from, to} = document.ok ? {from: 0, to: 0} : document.reason.span;

  expect(text.slice(from, to)).toBe(marked);
  expect(document).toHaveProperty('reason.hint');
});

test.each([
  ['a tag', 'a: !!str 1', 'yaml/refused'],
  ['an unknown tag', 'a: !x 1', 'yaml/refused'],
  ['the tag !', 'a: ! 1', 'yaml/refused'],
  ['a tag on a map', 'a: !!map {b: 1}', 'yaml/refused'],
  ['an anchor', 'a: &x 1', 'yaml/refused'],
  ['an alias', 'a: *x', 'yaml/refused'],
  ['a merge key', '<<: {a: 1}', 'yaml/refused'],
  ['a directive', '%YAML 1.1\n---\na: 1', 'yaml/refused'],
  ['a directive after a byte-order mark', '\ufeff%YAML 1.1\n---\na: yes', 'yaml/refused'],
  ['a directive after a document', 'a: 1\n...\n%YAML 1.1\n---\nb: 1', 'yaml/refused'],
  ['a directive after a comment', '# x\n%TAG ! x\n---\na: 1', 'yaml/refused'],
  ['a second document', 'a: 1\n---\nb: 1', 'yaml/refused'],
  ['a key of objects', 'constructor: 1', 'yaml/refused'],
  ['a list as a key', '? [a]\n: 1', 'yaml/refused'],
  ['a number that cannot be kept', 'a: 99999999999999999999', 'yaml/refused'],
  ['no number at all', 'a: .nan', 'yaml/refused'],
  ['a number without end', 'a: -.inf', 'yaml/refused'],
  ['a number that is too large', 'a: 1e999', 'yaml/refused'],
  ['a zero byte', 'a: \0', 'yaml/invisible-character'],
  ['a line of old Macs', 'a: 1\rb: 2', 'yaml/invisible-character'],
  ['an escape for a control character', 'a: "\\x1b"', 'yaml/refused'],
  ['a raw control character', 'a: \x1b', 'yaml/invisible-character'],
  ['a hidden change of direction in a comment', '# \u202e\na: 1', 'yaml/invisible-character'],
  ['a byte that is no UTF-8', 'a: Gr\udcfcn', 'yaml/encoding'],
  ['half of a pair', 'a: \ud83d', 'yaml/invisible-character'],
  ['half of a pair by an escape', 'a: "\\ud83d"', 'yaml/refused'],
  ['equal keys', 'a: 1\nb: 2\na: 3', 'yaml/duplicate-key'],
  ['equal keys, written differently', 'a: 1\n"a": 2', 'yaml/duplicate-key'],
  ['a tab as indentation', 'a:\n\tb: 1', 'yaml/syntax'],
  ['an open quote', 'a: "x', 'yaml/syntax'],
  ['depth by brackets', `a: ${'['.repeat(40)}${']'.repeat(40)}`, 'yaml/too-deep'],
  [
    'depth by indentation',
    Array.from({length: 40}, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''),
    'yaml/too-deep',
  ],
  ['a file of more than 256 KiB', `a: ${'x'.repeat(256 * 1024)}`, 'yaml/too-large'],
  ['more than 256 KiB by its bytes', `a: ${'é'.repeat(130 * 1024)}`, 'yaml/too-large'],
  ['a list of more than 10,000 items', `a: [${'1, '.repeat(10_000)}1]`, 'yaml/too-large'],
  [
    'a map of more than 10,000 keys',
    Array.from({length: 10_001}, (_, index) => `k${index}: 1\n`).join(''),
    'yaml/too-large',
  ],
  ['more than 150,000 words and signs', '[]'.repeat(120_000), 'yaml/too-large'],
  ['depth by pairs in lists', `a: ${'[a: '.repeat(40)}1${']'.repeat(40)}`, 'yaml/too-deep'],
])('%s is refused', (_, text, code) => {
  expect(refusal(text)).toBe(code);
});

test('a document may be marked at its start and end, have comments and lines of Windows', () => {
  expect(reads('\ufeff---\r\n# a comment with % and &\r\na: 1\r\n...\r\n').data).toEqual({a: 1});
});

test('a per cent sign that begins a line of a text is no directive', () => {
  expect(JSON.stringify(reads('a: |\n %x\nb: "\n  %y"\n').data)).toBe('{"a":"%x\\n","b":" %y"}');
});

test('whatever is wrong, there is a way out', () => {
  const wrong = [
    'a: b: c',
    'a: "x',
    'a: [1',
    'a: {b',
    'a: |x',
    '- a\nb: 1',
    'a: @b',
    'a: "\\q"',
    'a: 1\n- b',
    '[a: b\n c: d]',
  ];
  for (const text of wrong) {
    expect(readDocument(text)).toMatchObject({
      ok: false,
      reason: {code: 'yaml/syntax', hint: expect.stringMatching(/./)},
    });
  }
});

test('32 levels are enough for anybody, and brackets in a text are no levels', () => {
  expect(refusal(`${'['.repeat(32)}${']'.repeat(32)}`)).toBeUndefined();
  expect(refusal(`a: '${'['.repeat(5_000)}'`)).toBeUndefined();
});

test('too deep is the first place that is too deep', () => {
  const document = readDocument(`steps:\n  - ${'['.repeat(40)}${']'.repeat(40)}`);

  expect(document).toMatchObject({ok: false, reason: {span: {from: 'steps:\n  - '.length + 31}}});
});

test('the places of a map with thousands of keys, and of a text with thousands of mistakes, are found in a moment', () => {
  const keys = Array.from({length: 9_000}, (_, index) => `k${index}`);
  const text = '${bad} '.repeat(5_000);
  const document = reads(`${keys.map(key => `${key}: 1\n`).join('')}text: '${text}'\n`);

  expect(keys.every(key => slice(document, document.keySpan([key])) === key)).toBe(true);
  for (let at = 0; at < 5_000; at++) {
    expect(slice(document, document.spanWithin(['text'], {from: at * 7, to: at * 7 + 6, text}))).toBe('${bad}');
  }
});

test.each([
  ['brackets', '['.repeat(200_000)],
  ['braces', '{a: '.repeat(60_000)],
  ['dashes', '- '.repeat(60_000)],
  ['questions', '? '.repeat(60_000)],
  ['a long map', Array.from({length: 5_000}, (_, index) => `k${index}: 1`).join('\n')],
  ['stars', '- *a\n'.repeat(10_000)],
  ['exclamation marks', '!'.repeat(200_000)],
  ['wrong braces', '}\n'.repeat(10_000)],
])('a hostile text is answered rather than followed: %s', (_, text) => {
  expect(readDocument(text)).toHaveProperty('ok');
});
