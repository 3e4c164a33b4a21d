/** The verdict on a backup that was looked into. */
import {expect, test} from 'vitest';
import {verdictOn} from '../../../../src/backup/drivers/driver.ts';

const of = (looked: readonly string[]) => ({driver: 'builtin', label: '20261123T030000Z', looked, unseen: []}) as const;

test('a backup is good where something was looked at and nothing was found', () => {
  expect(verdictOn(of(['964 files were compared.']), [], 0).ok).toBe(true);
  expect(verdictOn(of(['964 files were compared.']), ['base/5/1249 is missing'], 0).ok).toBe(false);
  expect(verdictOn(of([]), [], 0).ok).toBe(false);
});

test('of thousands of problems the first are told, and all are counted', () => {
  const many = Array.from({length: 3000}, (_, at) => `base/5/${at} is missing`);
  const {problems, problemCount} = verdictOn(of(['3000 files were compared.']), many, 0);
  expect([problems.length, problemCount]).toEqual([50, 3000]);
});
