/** The exported statechart, set going by XState: which state it is in after which events. */
import {expect, test} from 'vitest';
import {createActor} from 'xstate';
import {xstate} from '../../../../src/graph/formats/xstate.ts';
import {graphOf} from '../../../../src/graph/graph-of.ts';
import type {Step} from '../../../../src/runbook/runbook.ts';
import {
  approvalStep,
  branch,
  commandStep,
  decisionStep,
  endStep,
  groupStep,
  includeStep,
  instructionStep,
  parallelStep,
  runbookOf,
} from '../../../support/model.ts';
import {readXstate} from '../../../support/pictures.ts';

/** The states that the chart of these steps is in after these events: those that have no other inside. */
const after = (steps: readonly Step[], ...events: readonly string[]): readonly string[] => {
  const actor = createActor(readXstate(xstate(graphOf(runbookOf([...steps, endStep('finish')])))));
  actor.start();
  for (const type of events) actor.send({type});
  const {_nodes: nodes} = actor.getSnapshot();
  // What has no id of its own is called by its key, below the step that it is a part of.
  return nodes
    .filter(({states}) => Object.keys(states).length === 0)
    .map(({id, key, parent}) => (id.startsWith('lost-tickets.') || !parent ? `${parent?.id}.${key}` : id));
};

test('a step that fails is held until a person says how it goes on', () => {
  const steps = [commandStep('mend')];
  expect(after(steps)).toEqual(['mend.running']);
  expect(after(steps, 'failed')).toEqual(['mend.held']);
  expect(after(steps, 'failed', 'succeeded')).toEqual(['mend.held']);
  expect(after(steps, 'failed', 'retried', 'succeeded')).toEqual(['finish']);
  expect(after(steps, 'failed', 'skipped')).toEqual(['finish']);
  expect(after(steps, 'failed', 'run-ended')).toEqual(['$ended:aborted']);
  expect(after(steps, 'succeeded', 'run-ended')).toEqual(['$ended:recovered']);
});

test('an approval is never passed by', () => {
  const steps = [approvalStep('may_we')];
  expect(after(steps, 'rejected', 'skipped', 'overridden')).toEqual(['may_we.held']);
});

test('a decision goes the way that is chosen', () => {
  const steps = [
    decisionStep('which', [branch('deep', [commandStep('restore')]), branch('stop', [], {end: 'no-action'})]),
  ];
  expect(after(steps, 'chosen:deep')).toEqual(['which:deep/restore.running']);
  expect(after(steps, 'chosen:stop', 'run-ended')).toEqual(['$ended:no-action']);
});

test('a parallel is over when all of its lanes are; in a group of any order a lane waits until it is picked', () => {
  const both = [parallelStep('both', [branch('a', [commandStep('one')]), branch('b', [instructionStep('two')])])];
  expect(after(both)).toEqual(['both:a/one.running', 'both:b/two.awaiting']);
  expect(after(both, 'succeeded')).toEqual(['finish']);
  const any = [groupStep('look', [instructionStep('logs'), instructionStep('graphs')], {order: 'any'})];
  expect(after(any)).toEqual(['look/logs$lane.$waiting', 'look/graphs$lane.$waiting']);
  expect(after(any, 'picked:graphs', 'succeeded')).toEqual(['look/logs$lane.$waiting', 'look/graphs$lane$end']);
  expect(after(any, 'picked:graphs', 'succeeded', 'picked:logs', 'succeeded')).toEqual(['finish']);
});

test('an included runbook that fails is held as a step is', () => {
  const child = runbookOf([commandStep('inner'), endStep('lost', 'rolled-back')]);
  const steps = [includeStep('other', child)];
  expect(after(steps, 'succeeded', 'file-ended')).toEqual(['other$failed']);
  expect(after(steps, 'succeeded', 'file-ended', 'retried')).toEqual(['other/inner.running']);
  expect(after(steps, 'succeeded', 'file-ended', 'overridden')).toEqual(['finish']);
});

test('the way back is one of the moves of a held step', () => {
  const steps = [
    commandStep('before'),
    commandStep('risky', undefined, {onFailure: {do: 'undo_to', step: 'before', then: 'finish'}}),
  ];
  expect(after(steps, 'succeeded', 'failed')).toEqual(['risky.held']);
  expect(after(steps, 'succeeded', 'failed', 'undone')).toEqual(['finish']);
});
