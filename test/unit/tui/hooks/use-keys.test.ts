/** How one event of the terminal becomes keys. */
import {expect, test} from 'vitest';
import {readKeys} from '../../../../src/tui/hooks/use-keys.ts';

const names = (input: string, key = {}) =>
  readKeys(input, key).map(press => (press.kind === 'key' ? press.name : press.text));

test('a burst is taken apart, and the Enter after a fast word is not lost', () => {
  expect(names('jj\r')).toEqual(['j', 'j', 'enter']);
  expect(names('a \t\x7f\x03')).toEqual(['a', 'space', 'tab', 'backspace', 'ctrl-c']);
});

test('special keys and control keys have names', () => {
  expect(names('', {upArrow: true})).toEqual(['up']);
  expect(names('\r', {return: true})).toEqual(['enter']);
  expect(names('c', {ctrl: true})).toEqual(['ctrl-c']);
});

test('letters of every alphabet are one key each, control characters none', () => {
  expect(names('né東👩‍🚒\x07')).toEqual(['n', 'é', '東', '👩‍🚒']);
});
