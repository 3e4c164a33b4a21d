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

test('words are listed as in a sentence', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c']);
});

test('of thousands of known words the first thousand are looked at', () => {
  const steps = Array.from({length: 1_001}, (_, index) => `step_number_${index}`);

  expect(nearest('step_nubmer_999', steps)).toBe('step_number_999');
  expect(nearest('step_number_100x', ['step_number_1000', ...steps])).toBe('step_number_1000');
  expect(nearest('the_last', [...steps, 'the_lost'])).toBeUndefined();
});
