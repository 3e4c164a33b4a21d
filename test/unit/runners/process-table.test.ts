/** A process is known by its number and its start time together. */
import {expect, test} from 'vitest';
import {isAlive, isSessionAlive, parseStat, startTicksOf} from '../../../src/runners/process-table.ts';

test('the start time is found also where the name of the program has blanks and brackets', () => {
  const stat = `812 (a b) c) S 1 812 812 0 -1 4194560 102 0 0 0 0 0 0 0 20 0 1 0 239828 2703360 96`;

  expect(parseStat(stat)).toEqual({
    state: 'S',
    parentId: 1,
    groupId: 812,
    sessionId: 812,
    startTicks: '239828',
  });
});

test('this process is alive, and another one of the same number is not', () => {
  const mine = {pid: process.pid, startTicks: startTicksOf(process.pid) ?? ''};

  expect(isAlive(mine)).toBe(true);
  expect(isAlive({...mine, startTicks: '1'})).toBe(false);
  expect(isSessionAlive({...mine, startTicks: '1'})).toBe(false);
});
