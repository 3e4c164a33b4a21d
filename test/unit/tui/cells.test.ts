/** Text in terminal cells. */
import {expect, test} from 'vitest';
import {cut, filled, widthOf, wrap} from '../../../src/tui/cells.ts';

test('wide characters take two cells, marks over letters none', () => {
  expect(widthOf('東京')).toBe(4);
  expect(widthOf('e\u0301')).toBe(1);
  expect(widthOf('✔ done')).toBe(6);
});

test('a text that does not fit ends in an ellipsis and is never wider than its place', () => {
  expect(cut('Stop application writes', 10)).toBe('Stop appl…');
  expect(widthOf(cut('東京東京', 4))).toBeLessThanOrEqual(4);
  expect(cut('fits', 4)).toBe('fits');
  expect(filled('ab', 4)).toBe('ab  ');
});

test('lines break at spaces, long words where they must, and never between a number and its unit', () => {
  expect(wrap('put the lost rows back', 9)).toEqual(['put the', 'lost rows', 'back']);
  expect(wrap('/var/lib/restore/side', 10)).toEqual(['/var/lib/r', 'estore/sid', 'e']);
  expect(wrap('took 32 min 07 s.', 15)).toEqual(['took 32 min', '07 s.']);
});
