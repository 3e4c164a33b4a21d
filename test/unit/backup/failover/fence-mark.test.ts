/** The mark of a fenced primary: told from the signal of a standby. */
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {isFenceMark, removeFenceMark, setFenceMark} from '../../../../src/backup/failover/fence-mark.ts';
import {workPlace} from '../../../support/work-place.ts';

const directory = (): string => {
  const made = mkdtempSync(join(workPlace, 'lb-fence-'));
  onTestFinished(() => rmSync(made, {recursive: true}));
  return made;
};

test('a mark is set, seen and taken away', () => {
  const data = directory();
  expect(isFenceMark(data)).toBe(false);
  setFenceMark(data, {kind: 'self', name: 'postgres'});
  expect(readdirSync(data)).toEqual(['standby.signal']);
  expect(isFenceMark(data)).toBe(true);
  expect(removeFenceMark(data)).toBe(true);
  expect(readdirSync(data)).toEqual([]);
});

test('the signal of a standby is no mark, and stays', () => {
  const data = directory();
  writeFileSync(join(data, 'standby.signal'), '');
  expect(isFenceMark(data)).toBe(false);
  expect(removeFenceMark(data)).toBe(false);
  expect(readdirSync(data)).toEqual(['standby.signal']);
});
