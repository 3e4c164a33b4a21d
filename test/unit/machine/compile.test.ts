/** A runbook as a forest of machines. */
import {expect, test} from 'vitest';
import {compile, everyStep} from '../../../src/machine/compile.ts';
import {branch, commandStep, decisionStep, endStep, runbookOf} from '../../support/model.ts';

const runbook = runbookOf([
  commandStep('stop_writes', [], {onFailure: {do: 'goto', step: 'finish'}}),
  decisionStep('way', [
    branch('dump', [decisionStep('which', [branch('newest', [commandStep('restore')])])]),
    branch('away', [], {goto: 'compare'}),
  ]),
  commandStep('compare'),
  endStep('finish'),
]);

test('every sequence of steps has a machine of its own, also an empty branch', () => {
  expect([...compile(runbook).blocks.keys()]).toEqual(['', 'way:dump', 'way:dump/which:newest', 'way:away']);
});

test('only steps that something leads to can be gone to', () => {
  const top = compile(runbook).blocks.get('');
  const start = top?.machine.start();
  if (!top || !start) {
    throw new Error('no top level');
  }
  expect(top.machine.move(start, 'goto:finish').value).toBe('finish');
  expect(top.machine.move(start, 'goto:compare').value).toBe('compare');
  expect(top.machine.move(start, 'goto:way')).toBe(start);
});

test('steps are found with their paths, in the order of the page', () => {
  expect(everyStep(runbook).map(({path}) => path)).toEqual([
    'stop_writes',
    'way',
    'way:dump/which',
    'way:dump/which:newest/restore',
    'compare',
    'finish',
  ]);
});
