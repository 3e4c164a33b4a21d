/** What `${…}` becomes on paper. */
import {expect, test} from 'vitest';
import {blanksOf} from '../../../src/paper/blanks.ts';
import {inOrder, numbered} from '../../../src/paper/numbers.ts';
import {commandStep, endStep, includeStep, runbookOf} from '../../support/model.ts';

const steps = inOrder(
  numbered(
    runbookOf([
      commandStep('find_deletion'),
      includeStep('tell', runbookOf([commandStep('write'), endStep('told')])),
      endStep('finish'),
    ]),
  ),
);

const blanksAt = (id: string) => {
  const paper = steps.find(({step}) => step.id === id);
  if (paper === undefined) throw new Error(`no step ${id}`);
  return blanksOf(paper.document);
};

test('an input, a value of a step and the item of a loop are blanks with their names', () => {
  const {exact} = blanksAt('finish');
  expect(exact('--around=${inputs.deleted_at}')).toBe('--around=____deleted_at____');
  expect(exact('${inputs.database.host}')).toBe('____database.host____');
  expect(exact('--xid=${steps.find_deletion.outputs.xid}')).toBe('--xid=____xid_of_step_1____');
  expect(exact('${item}, ${values.sold} at ${events.disruption}')).toBe(
    '____item____, ____value_sold____ at ____time_of_disruption____',
  );
  expect(exact('$${HOME}')).toBe('${HOME}');
});

test('in an included runbook an input is what the step tells it', () => {
  expect(blanksAt('write').exact('${inputs.message}')).toBe('____message_of_step_2____');
});

test('everything else gets a letter, the same for the same expression, and is listed', () => {
  const {exact, lettered} = blanksAt('finish');
  expect(exact('${size(inputs.pools)} of ${1 + 1}, ${size(inputs.pools)}')).toBe('____A____ of ____B____, ____A____');
  expect(lettered()).toEqual([
    ['A', 'size(inputs.pools)'],
    ['B', '1 + 1'],
  ]);
});

test('in a sentence a blank is exact text, and the words around it are quoted', () => {
  const {sentence} = blanksAt('finish');
  expect(sentence('Is *${inputs.table}* the  one?')).toBe('Is \\*`____table____`\\* the one?');
  expect(sentence(' 1. ${inputs.table}')).toBe('1\\. `____table____`');
});
