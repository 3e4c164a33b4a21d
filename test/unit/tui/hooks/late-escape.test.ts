/** Esc and the two parts of an arrow key, on a line that keeps them apart. */
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {holdEscape, keyOfTail} from '../../../../src/tui/hooks/late-escape.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const held = () => {
  const keys: string[] = [];
  const late = holdEscape(key => keys.push(key.kind === 'key' ? key.name : key.text));
  return {keys, late};
};

test('the rest of an arrow key makes one key of both, and closes nothing', () => {
  const {keys, late} = held();
  late.hold();
  vi.advanceTimersByTime(40);
  expect(late.meets('[A')).toBe(true);
  vi.runAllTimers();
  expect(keys).toEqual(['up']);
});

test('an Esc after which nothing comes is one, a moment later, and one before another key comes before it', () => {
  const {keys, late} = held();
  late.hold();
  expect(keys).toEqual([]);
  vi.runAllTimers();
  expect(keys).toEqual(['escape']);
  late.hold();
  expect(late.meets('e')).toBe(false);
  expect(keys).toEqual(['escape', 'escape']);
  late.hold();
  late.hold();
  vi.runAllTimers();
  expect(keys).toHaveLength(4);
});

test('an end that comes too late, or belongs to no key of ours, is never text', () => {
  const {keys, late} = held();
  late.hold();
  vi.runAllTimers();
  expect(late.meets('[B')).toBe(true);
  late.hold();
  expect(late.meets('[15~')).toBe(true);
  vi.runAllTimers();
  expect(keys).toEqual(['escape']);
  vi.advanceTimersByTime(1_000);
  expect(late.meets('OK')).toBe(false);
  expect([keyOfTail('OA'), keyOfTail('[5~'), keyOfTail('a'), keyOfTail('')]).toEqual([
    'up',
    'page-up',
    undefined,
    undefined,
  ]);
});
