/** The end of a log that has grown for months says what failed last. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {lastLines} from '../../../../src/backup/upkeep/log-lines.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lifeboat-log-'));
});
afterEach(() => rmSync(directory, {recursive: true}));

test('the last lines with the one before each, which says why', () => {
  const log = join(directory, 'postgresql.log');
  const old = 'LOG:  archive command failed with exit code 1\n'.repeat(20_000);
  writeFileSync(
    log,
    `${old}LOG:  checkpoint complete\ncp: cannot create regular file: Permission denied\nLOG:  archive command failed with exit code 1\n`,
  );
  expect(lastLines(log, /archive command failed/, 2)).toEqual([
    'cp: cannot create regular file: Permission denied',
    'LOG:  archive command failed with exit code 1',
  ]);
  expect(lastLines(log, /no such thing/, 2)).toEqual([]);
});

test('a log that is not there says nothing', () => {
  expect(lastLines(join(directory, 'none'), /failed/, 2)).toEqual([]);
});
