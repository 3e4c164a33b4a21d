/** Symbols that a screen reader says badly never reach it. */
import {expect, test} from 'vitest';
import {speakable, speakableExactly} from '../../../src/report/speakable.ts';

test('arrows, boxes, marks and pictures of control characters become ASCII that means the same', () => {
  expect(speakable('db1 → db2 ✔, ✘ ⇒ stop…')).toBe('db1 -> db2 [yes], [no] -> stop...');
  expect(speakable('┌──┬──┐ │ a ║ ▶ ■ • ⠋ █')).toBe('+--+--+ | a | * * * * #');
  expect(speakable('␛[2J␀')).toBe('\\x1b[2J\\x00');
});

test('letters of all languages, quotes and the marks of secrets stay', () => {
  const text = '“Größe” ‹secret:password› 東京 café';
  expect([speakable(text), speakableExactly(text)]).toEqual([text, text]);
});

test('where every character counts a symbol is spelled by its code and never replaced', () => {
  expect(speakableExactly("echo '→ ✔ ␛'")).toBe("echo '\\u{2192} \\u{2714} \\x1b'");
});
