/** What was printed is announced with its number of lines. */
import {expect, test} from 'vitest';
import {printedLines} from '../../../src/report/printed-lines.ts';

const lines = (count: number): readonly string[] => Array.from({length: count}, (_, index) => `row ${index + 1}`);

test('few lines are said, of many the last, with the word that says all of them', () => {
  expect(printedLines({step: 'copy', lines: ['COPY 7']})).toEqual(['It printed 1 line:', '| COPY 7']);
  const said = printedLines({step: 'copy', lines: lines(213)});
  expect(said).toHaveLength(21);
  expect([said[0], said.at(-1)]).toEqual([
    'It printed 213 lines; these are the last 20, and "output copy" says more:',
    '| row 213',
  ]);
  expect(printedLines({step: 'copy', lines: lines(213), all: true})).toHaveLength(214);
});

test('of more than a face keeps nobody claims to know the number; of nothing nothing is said', () => {
  expect(printedLines({step: 'copy', lines: lines(500), all: true})[0]).toBe(
    'It printed 500 lines or more, of which these are the last:',
  );
  expect(printedLines({step: 'copy', lines: []})).toEqual([]);
});
