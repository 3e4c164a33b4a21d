/** The second place of the record, looked at before it is needed. */
import {chmodSync, existsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {fallbackProblem} from '../../../../src/journal/segments/fallback.ts';
import {temporaryDirectory} from '../../../support/journals.ts';

test('a directory of one’s own is made where it is missing, and none is asked for', () => {
  const path = join(temporaryDirectory(), 'stick', 'lifeboat');

  expect(fallbackProblem(path)).toBeUndefined();
  expect(existsSync(path)).toBe(true);
  expect(fallbackProblem('')).toBeUndefined();
});

test('one that others may write to, and one that is no directory, is named with the reason', () => {
  const path = temporaryDirectory();
  const file = join(path, 'file');
  writeFileSync(file, '');
  expect(fallbackProblem(file)).toMatch(`${file} takes no files (EEXIST)`);
  expect(fallbackProblem(join(file, 'below'))).toMatch(/takes no files \(ENOTDIR\)/);
  chmodSync(path, 0o777);
  expect(fallbackProblem(path)).toBe(`other users may write to ${path}`);
  chmodSync(path, 0o1777);
  expect(fallbackProblem(path)).toBeUndefined();
});
