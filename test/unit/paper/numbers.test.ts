/** How steps are numbered on paper, and where each of them leads. */
import {expect, test} from 'vitest';
import {inOrder, numbered} from '../../../src/paper/numbers.ts';
import {goOn} from '../../../src/paper/onward.ts';
import type {Step} from '../../../src/runbook/runbook.ts';
import {
  branch,
  commandStep,
  decisionStep,
  endStep,
  foreachStep,
  groupStep,
  includeStep,
  parallelStep,
  repeatStep,
  runbookOf,
} from '../../support/model.ts';

const numbersOf = (...steps: readonly Step[]): readonly string[] =>
  inOrder(numbered(runbookOf([...steps, endStep('finish')]))).map(({number, path}) => `${number} ${path}`);

const onwardOf = (id: string, ...steps: readonly Step[]): string => {
  const found = inOrder(numbered(runbookOf([...steps, endStep('finish')]))).find(({step}) => step.id === id);
  return found === undefined ? 'not there' : goOn(found.onward);
};

test('inside a step it goes on with a dot, in a way of a decision with a letter', () => {
  expect(
    numbersOf(
      commandStep('look'),
      groupStep('mend', [
        commandStep('one'),
        decisionStep('which', [branch('left', []), branch('right', [commandStep('two')])]),
      ]),
      includeStep('other', runbookOf([commandStep('theirs'), endStep('over')])),
    ),
  ).toEqual([
    '1 look',
    '2 mend',
    '2.1 mend/one',
    '2.2 mend/which',
    '2.2b.1 mend/which:right/two',
    '3 other',
    '3.1 other/theirs',
    '3.2 other/over',
    '4 finish',
  ]);
});

test('no two steps share a number, also where there are more ways than letters', () => {
  const ways = Array.from({length: 60}, (_, index) => branch(`way_${index}`, [commandStep(`do_${index}`)]));
  const numbers = numbersOf(decisionStep('which', ways)).map(line => line.split(' ')[0]);
  expect(numbers.slice(25, 30)).toEqual(['1y.1', '1z.1', '1aa.1', '1ab.1', '1ac.1']);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('the last step of a way leads to where the decision leads', () => {
  const which = decisionStep('which', [branch('left', [commandStep('mend')]), branch('right', [commandStep('leave')])]);
  expect(onwardOf('mend', which)).toBe('Go on at step 2.');
  expect(onwardOf('leave', groupStep('around', [which]))).toBe('Go on at step 2.');
});

test('the last step of a lane, a loop or a repeat says what has to be seen to first', () => {
  expect(onwardOf('grow', parallelStep('both', [branch('disk', [commandStep('grow')])]))).toBe(
    'This way is over. When all ways of step 1 are, go on at step 2.',
  );
  expect(onwardOf('check', foreachStep('share', [commandStep('check')]))).toBe(
    'Begin again at step 1.1 with the next item. After the last one, go on at step 2.',
  );
  expect(onwardOf('look', repeatStep('until_quiet', [commandStep('look')]))).toBe(
    'Look at step 1 again: begin another round at step 1.1 or, when it is done, go on at step 2.',
  );
});
