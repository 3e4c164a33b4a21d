/** What this very process shows of itself. */
import {closeSync, openSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {fileKey, hasOpen, processName, variableOf} from '../../../src/runners/process-traces.ts';

test('a variable is the one that the process was started with', () => {
  expect(variableOf(process.pid, 'PATH')).toBeTypeOf('string');
  expect(variableOf(process.pid, 'ATH')).toBeUndefined();
  expect(variableOf(2 ** 30, 'PATH')).toBeUndefined();
});

test('a file is open here once it was opened, and for reading only until somebody writes', () => {
  const path = join(import.meta.dirname, 'process-traces.test.ts');
  const keys = new Set([fileKey(path) ?? '']);
  const isOpen = (forWriting: boolean): boolean => hasOpen(process.pid, keys, {forWriting});
  expect(isOpen(false)).toBe(false);
  const fd = openSync(path, 'r');
  onTestFinished(() => closeSync(fd));

  expect([isOpen(false), isOpen(true)]).toEqual([true, false]);
});

test('who is gone has no name', () => {
  expect(processName(2 ** 30)).toBe('a process');
  expect(processName(process.pid)).not.toBe('a process');
});
