/** Paths and what they are made of. */
import {expect, test} from 'vitest';
import {attemptFileName, blockOf, ownerOf, parsePath, stepPath, withoutItems} from '../../../src/run/path.ts';

test('a path comes apart into steps, branches and items', () => {
  expect(parsePath('choose_path:point_in_time/restore')).toEqual([
    {id: 'choose_path', branch: 'point_in_time'},
    {id: 'restore'},
  ]);
  expect(parsePath('share[17]/check')).toEqual([{id: 'share', item: 17}, {id: 'check'}]);
});

test('what is no path is none', () => {
  for (const text of ['', '/', 'a//b', 'A', '1a', 'a:', 'a[x]', 'a[1]:b', '../etc', 'a b']) {
    expect(parsePath(text)).toBeUndefined();
  }
});

test('a path knows its block, and a block its owner', () => {
  expect(stepPath('', 'restore')).toBe('restore');
  expect(stepPath('way:dump', 'restore')).toBe('way:dump/restore');
  expect(blockOf('way:dump/restore')).toBe('way:dump');
  expect(blockOf('restore')).toBe('');
  expect(ownerOf('a:b/way:dump')).toBe('a:b/way');
  expect(ownerOf('share[17]')).toBe('share');
  expect(withoutItems('share[17]/each[2]/check')).toBe('share/each/check');
});

test('an attempt names a file', () => {
  expect(attemptFileName('way:dump/restore', 2)).toBe('way=dump+restore#2');
});
