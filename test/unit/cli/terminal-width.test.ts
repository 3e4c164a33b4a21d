/** What is said on a narrow terminal. */
import {expect, test} from 'vitest';
import {broken, questionLines} from '../../../src/cli/terminal-width.ts';

test('a line is broken at words, and goes on where its text began', () => {
  const line = '  NOT PROVED  the longest way to the clock takes no longer than the RTO';
  expect(broken(line, 44, 14)).toEqual([
    '  NOT PROVED  the longest way to the clock',
    '              takes no longer than the RTO',
  ]);
  expect(broken('  There is no scenario "bogus"; there is routine.', 30)).toEqual([
    '  There is no scenario',
    '  "bogus"; there is routine.',
  ]);
  expect(broken(line, undefined, 14)).toEqual([line]);
  expect(broken('short', 80)).toEqual(['short']);
});

test('a question leaves room behind it for what is typed', () => {
  const label = 'Its scenario, corruption, deletion, infrastructure, breach, routine [routine]: ';
  expect(questionLines(label, 120)).toEqual([label]);
  expect(questionLines(label, undefined)).toEqual([label]);
  expect(questionLines(label, 80)).toEqual([
    'Its scenario, corruption, deletion, infrastructure,',
    'breach, routine [routine]: ',
  ]);
});
