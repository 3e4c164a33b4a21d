/** What is said of processes that outlive the program that started them. */
import {expect, test} from 'vitest';
import {leftWords, survivorsOf} from '../../../src/runners/survivors.ts';

const process1 = {pid: 4711, startTicks: '12', name: 'pg_restore'};
const process2 = {pid: 4712, startTicks: '13', name: 'sleep'};

test('nothing is said where nothing is left', () => {
  expect(leftWords()).toBe('');
  expect(leftWords([], [])).toBe('');
});

test('what could not be ended is named, and what was not ended on purpose apart from it', () => {
  expect(leftWords([process1, process2])).toBe(
    '; what it had started could not all be ended: pg_restore (process 4711), sleep (process 4712)',
  );
  expect(leftWords([process1], [process2])).toBe(
    '; what it had started could not all be ended: pg_restore (process 4711); this still runs and may be of it: sleep (process 4712)',
  );
});

test('of many the first are named', () => {
  const many = Array.from({length: 200}, (_, index) => ({...process2, pid: 5_000 + index}));
  expect(leftWords(many)).toMatch(/sleep \(process 5004\) and 195 more$/);
});

test('a program of another time has no survivors, whoever has its number now', () => {
  const later = {pid: process.pid, startTicks: '99999999999999'};
  expect(survivorsOf({child: later, mark: 'a-mark', files: []}, {isGroupOver: true})).toEqual([]);
});
