/** What a step gave, as it was written down, and the name of its target. */
import {expect, test} from 'vitest';
import type {PaperEntry} from '../../../../src/engine/on-paper/paper-entry.ts';
import {commandStep, instructionStep} from '../../../support/model.ts';
import {enterAll, leftRun, onPaper, toldOnPaper} from '../../../support/paper.ts';

test('outputs are those that the step declares', () => {
  const run = leftRun(
    commandStep('count', ['count'], {
      outputs: {rows: {value: 'int(stdout)', secret: false}, key: {value: 'stdout', secret: true}},
    }),
  );
  const entered = (outputs: {[name: string]: string | number}) =>
    enterAll(run, [onPaper('03:10 call_all', 'done'), onPaper('03:20 count', 'done', {outputs})]).why[1];
  expect(entered({rows: 12})).toBe('taken');
  expect(entered({row: 12})).toBe('count gives no "row"; it gives rows, key.');
  expect(entered({key: 'hunter2'})).toContain('belongs on no paper');
});

test('the name of the target is held against the one that the runbook asks for', () => {
  const run = leftRun(commandStep('drop_it', ['drop'], {confirm: {type: 'tickets'}}), instructionStep('tidy_up'));
  const entered = (more: Partial<PaperEntry>) =>
    enterAll(run, [onPaper('03:10 call_all', 'done'), onPaper('03:20 drop_it', 'done', more)]);
  expect(entered({confirmed: 'ticket'}).why[1]).toBe('"ticket" is not the name of the target of drop_it.');
  expect(toldOnPaper(entered({confirmed: 'tickets'}).new).slice(-3)).toEqual([
    '03:20 asked drop_it engine',
    '03:20 confirmed drop_it paper',
    '03:20 backfilled drop_it paper',
  ]);
  expect(toldOnPaper(entered({}).new).slice(-1)).toEqual(['03:20 backfilled drop_it paper']);
});
