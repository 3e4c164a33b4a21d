/** Did you mean: which known word is taken for the one that was meant. */
import {expect, test} from 'vitest';
import {didYouMean, listed, nearest} from '../../../src/diagnostics/nearest.ts';

const fields = ['estimate', 'effects', 'verify', 'requires', 'title'];

test.each([
  ['estimat', 'estimate'],
  ['verfiy', 'verify'],
  ['Title', 'title'],
  ['effcts', 'effects'],
])('%s is taken for %s', (typed, meant) => {
  expect(nearest(typed, fields)).toBe(meant);
});

test('a word that is like none of them is taken for none', () => {
  expect(nearest('colour', fields)).toBeUndefined();
  expect(nearest('x'.repeat(5_000), fields)).toBeUndefined();
});

test('without a near word a short list is the way out, and a long one is none', () => {
  expect(didYouMean('colour', ['sql', 'command'])).toBe('there is sql and command');
  expect(
    didYouMean(
      'colour',
      Array.from({length: 13}, (_, index) => `field_${index}`),
    ),
  ).toBeUndefined();
  expect(didYouMean('colour', [])).toBeUndefined();
});

test('of two near words the nearer one is meant, wherever it stands', () => {
  const near = ['restore_shop', 'restore_shop_db', 'restore_shops'];

  expect(nearest('restore_shpo_db', near)).toBe('restore_shop_db');
  expect(nearest('restore_shpo_db', near.toReversed())).toBe('restore_shop_db');
});

test('a third of the letters may be others, and not one more', () => {
  expect(nearest('abcdefghi', ['xbcxefgxi'])).toBe('xbcxefgxi');
  expect(nearest('abcdefghi', ['xbcxefgxx'])).toBeUndefined();
  expect(nearest('abcdefghi', ['defghi'])).toBe('defghi');
  expect(nearest('defghi', ['abcdefghi'])).toBe('abcdefghi');
});

test('a letter that becomes two when it is made small is compared as two', () => {
  expect(nearest('İd', ['id'])).toBe('id');
  expect(nearest('İİİİ', ['iiii'])).toBeUndefined();
});

test('words are listed as in a sentence', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c']);
});

test('of thousands of known words the first thousand are looked at', () => {
  const steps = Array.from({length: 1_001}, (_, index) => `step_number_${index}`);

  expect(nearest('step_nubmer_999', steps)).toBe('step_number_999');
  expect(nearest('step_number_100x', ['step_number_1000', ...steps])).toBe('step_number_1000');
  expect(nearest('the_last', [...steps, 'the_lost'])).toBeUndefined();
});
