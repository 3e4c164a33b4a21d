/** The themes: every tone in each, and no contrast that hangs on the background of the terminal where that was asked for. */
import {expect, test} from 'vitest';
import {themeFrom, themes} from '../../../src/tui/looks.ts';

test('in high contrast nothing is dimmed, and every colour has its own background', () => {
  for (const {color, backgroundColor, dimColor} of Object.values(themes['high-contrast'])) {
    expect([color === undefined, dimColor ?? false]).toEqual([backgroundColor === undefined, false]);
  }
});

test('without colours there are none', () => {
  expect(Object.values(themes.none).filter(look => look.color ?? look.backgroundColor)).toEqual([]);
});

test('the environment names the theme; a name that is none is the usual one', () => {
  expect(themeFrom({LIFEBOAT_THEME: 'high-contrast'})).toBe('high-contrast');
  expect(themeFrom({LIFEBOAT_THEME: 'pink'})).toBe('default');
  expect(themeFrom({})).toBe('default');
});
