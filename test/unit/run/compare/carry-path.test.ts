/** The path of a step in another outline, with the numbers of its items. */
import {expect, test} from 'vitest';
import {carryPath} from '../../../../src/run/compare/carry-path.ts';
import type {Match} from '../../../../src/run/compare/match-paths.ts';

const matches = new Map<string, Match>([
  ['share', {path: 'regions', by: 'formerly'}],
  ['share/check', {path: 'regions/check', by: 'formerly'}],
  ['share/pick:fast/copy', {path: 'regions/choose:fast/copy', by: 'formerly'}],
  ['share/tidy', {path: 'tidy', by: 'id'}],
  ['stop', {path: 'stop', by: 'path'}],
]);

test('the number of an item goes with its loop', () => {
  expect(carryPath(matches, 'share[17]/check')).toBe('regions[17]/check');
  expect(carryPath(matches, 'share[2]/pick:fast/copy')).toBe('regions[2]/choose:fast/copy');
  expect(carryPath(matches, 'share[3]')).toBe('regions[3]');
  expect(carryPath(matches, 'stop')).toBe('stop');
});

test('a step that left its loop has no place for the items', () => {
  expect(carryPath(matches, 'share[0]/tidy')).toBeUndefined();
});

test('a step that the other outline does not have has no path there', () => {
  expect(carryPath(matches, 'share/other')).toBeUndefined();
});
