/** What the reader of a terminal sees of sequences that come in parts. */
import {EventEmitter} from 'node:events';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {readWholeSequences} from '../../../src/tui/whole-sequences.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A terminal to which parts come, and what its reader has seen. */
const line = () => {
  const chunks: string[] = [];
  const seen: string[] = [];
  const stdin = Object.assign(new EventEmitter(), {read: (): unknown => chunks.shift() ?? null});
  readWholeSequences(stdin as never);
  stdin.on('readable', () => {
    for (let chunk = stdin.read(); chunk !== null; chunk = stdin.read()) {
      seen.push(String(chunk));
    }
  });
  return {
    seen,
    opensAgain: () => readWholeSequences(stdin as never),
    comes: (text: string, afterMs = 100) => {
      vi.advanceTimersByTime(afterMs);
      chunks.push(text);
      stdin.emit('readable');
    },
  };
};

test('the beginning of a paste that comes in parts is seen as one', () => {
  const {seen, comes} = line();
  comes('ab\u001b[20');
  comes('0~one\r');
  comes('two\u001b');
  comes('[201~');
  expect(seen).toEqual(['ab', '\u001b[200~one\r', 'two', '\u001b[201~']);
  comes('\u001b');
  vi.advanceTimersByTime(60);
  expect(seen.at(-1)).toBe('\u001b');
});

test('an arrow key in two parts is one key', () => {
  const {seen, comes} = line();
  comes('\u001b');
  comes('[A', 40);
  comes('\u001bO');
  comes('B', 40);
  expect(seen).toEqual(['\u001b[A', '\u001bOB']);
});

test('a key soon after an Esc is a key of its own, not one with Alt', () => {
  const {seen, comes} = line();
  comes('\u001b');
  comes('e', 30);
  expect(seen).toEqual(['\u001b']);
  vi.advanceTimersByTime(30);
  expect(seen).toEqual(['\u001b', 'e']);
});

test('an Esc after which nothing comes is one a moment later, and a part that stays alone is let go', () => {
  const {seen, comes} = line();
  comes('\u001b');
  expect(seen).toEqual([]);
  vi.advanceTimersByTime(60);
  expect(seen).toEqual(['\u001b']);
  comes('\u001b[5');
  vi.advanceTimersByTime(3_000);
  expect(seen).toEqual(['\u001b', '\u001b[5']);
  comes('OK');
  expect(seen.at(-1)).toBe('OK');
});

test('a second screen on the same terminal lets Esc wait no longer than the first', () => {
  const {seen, comes, opensAgain} = line();
  opensAgain();
  comes('\u001b');
  vi.advanceTimersByTime(60);
  expect(seen).toEqual(['\u001b']);
});
