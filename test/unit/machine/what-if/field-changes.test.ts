/** What is said otherwise of a step, as it was and as it is. */
import {expect, test} from 'vitest';
import {fieldChanges} from '../../../../src/machine/what-if/field-changes.ts';
import {branch, decisionStep} from '../../../support/model.ts';

test('a branch that ends the run, and one that leads elsewhere, are told apart from their names', () => {
  const ways = [
    branch('restart', []),
    {...branch('stop', []), end: 'no-action'} as const,
    {...branch('away', []), goto: 'done'},
  ];
  expect(fieldChanges(decisionStep('way', ways), decisionStep('way', ways.slice(0, 1)))).toEqual([
    {what: 'its branches', before: 'restart, stop ends no-action, away to done', after: 'restart'},
  ]);
});
