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

test('a telephone number stays on one line wherever the line ends', () => {
  for (const number of ['+00 000 000001', '+49 30 1234', '+1 (212) 555-0100', '030 1234 5678']) {
    const text = `Call Ada Lovelace ${number}, then Grace Hopper ${number}, in 3 days or 12 hours`;
    for (let width = number.length + 1; width < text.length; width += 1) {
      expect(wrap(text, width).join('\n').split(number)).toHaveLength(3);
    }
  }
  expect(wrap('ports 1 2 3 4 5', 9)).toEqual(['ports 1 2', '3 4 5']);
});
