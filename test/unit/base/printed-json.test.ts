/** JSON on standard output: what a terminal would obey is spelled out, and the data is the same. */
import {expect, test} from 'vitest';
import {escapedJson, printedJson} from '../../../src/base/printed-json.ts';

test('an unseen C1 control, DEL, a bidi override and a tag are escapes, and all else stands as it is', () => {
  expect(printedJson({detail: 'a\u009b2Jb\x7f \u202egnp.exe \u{e0041} Zürich 日本 👍\n'})).toBe(
    String.raw`{"detail":"a\u009b2Jb\u007f \u202egnp.exe \udb40\udc41 Zürich 日本 👍\n"}`,
  );
});

test('it is broken into lines where that is asked for', () => {
  expect(printedJson({site: 'first'}, 2)).toBe('{\n  "site": "first"\n}');
});

test('JSON without any of them is left as it is, byte by byte', () => {
  const json = String.raw`{"path":"C:\\u009b","n":1}`;
  expect(escapedJson(json)).toBe(json);
});
