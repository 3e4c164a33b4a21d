/** Which way a measure goes over runs. */
import {expect, test} from 'vitest';
import {trendOf, trendWords} from '../../../../src/report/history/trend.ts';

const minutes = (...values: readonly number[]): readonly number[] => values.map(value => value * 60_000);

test('two runs tell nothing', () => {
  expect(trendOf(minutes(4, 9))).toMatchObject({goes: 'unknown', fromMs: null});
  expect(trendWords('RTA', trendOf(minutes(4, 9)))).toBe('RTA: too few runs to tell which way it goes (2 of 3)');
});

test('the middle of the later half counts against that of the earlier, so one bad run is no trend', () => {
  expect(trendOf(minutes(4, 4, 4, 30, 4, 4)).goes).toBe('steady');
  expect(trendOf(minutes(4, 4, 5, 6, 7, 7)).goes).toBe('longer');
  expect(trendOf(minutes(9, 8, 7, 5, 4, 3)).goes).toBe('shorter');
});

test('a tenth is steady, and so is a second, whatever part of it that is', () => {
  expect(trendOf(minutes(10, 10, 10.5, 10.5)).goes).toBe('steady');
  expect(trendOf([100, 100, 900, 900]).goes).toBe('steady');
  expect(trendOf([0, 0, 0]).goes).toBe('steady');
});

test('the words give both ends', () => {
  expect(trendWords('RTA', trendOf(minutes(4, 4, 6, 6)))).toBe(
    'RTA grows longer: 4 min 00 s, later 6 min 00 s, over 4 runs',
  );
  expect(trendWords('RPA', trendOf([0, 0, 0]))).toBe('RPA is steady, around 0.0 s, over 3 runs');
});
