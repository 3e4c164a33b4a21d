/** The screen has the last lines of an attempt. */
import {expect, test} from 'vitest';
import {lastLines} from '../../../src/runners/last-lines.ts';

test('the last five hundred lines are kept', () => {
  const screen = lastLines();
  for (let table = 1; table <= 700; table += 1) {
    screen.add(Buffer.from(`restored table ${table}\n`));
  }

  expect(screen.lines()).toHaveLength(500);
  expect(screen.lines().at(0)).toBe('restored table 201');
  expect(screen.lines().at(-1)).toBe('restored table 700');
});

test('each state of a progress bar is a line', () => {
  const screen = lastLines();
  screen.add(Buffer.from('10 %\r20 %\r\nready\n'));

  expect(screen.lines()).toEqual(['10 %', '20 %', 'ready']);
});
