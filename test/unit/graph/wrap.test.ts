/** How texts are cut into lines for pictures. */
import {expect, test} from 'vitest';
import {widthOf, wrapLetters, wrapPixels} from '../../../src/graph/wrap.ts';

test('a text is cut between words', () => {
  expect(wrapLetters('Restore beside production, to just before the deletion', 20)).toEqual([
    'Restore beside',
    'production, to just',
    'before the deletion',
  ]);
});

test('a word that fits nowhere is cut behind a sign, else anywhere, and never within a letter', () => {
  expect(wrapLetters('steps.find_deletion.outputs.unknown_rows', 20)).toEqual([
    'steps.find_deletion.',
    'outputs.unknown_rows',
  ]);
  expect(wrapLetters('🙂🙂🙂🙂🙂', 2)).toEqual(['🙂🙂', '🙂🙂', '🙂']);
});

test('wide letters fill a line sooner than narrow ones', () => {
  expect(widthOf('WWWW', 12)).toBeGreaterThan(widthOf('iiii', 12) * 2);
  expect(wrapPixels('WWWW WWWW', {widthMax: 60, fontSize: 12})).toHaveLength(2);
  expect(wrapPixels('iiii iiii', {widthMax: 60, fontSize: 12})).toHaveLength(1);
  expect(widthOf('日本', 12)).toBeGreaterThanOrEqual(24);
});
