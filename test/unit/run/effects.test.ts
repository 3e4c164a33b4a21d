/** What an attempt was told when it began: its undo is told the same. */
import {expect, test} from 'vitest';
import {failedWith, printed} from '../../support/fake-runners.ts';
import {opened, undo} from '../../support/going-back.ts';
import {commandStep, foreachStep, repeatStep} from '../../support/model.ts';

test('in the rounds of an item an undo gets the item of then', async () => {
  const use = commandStep('use', ['mount', '${item}'], undo('umount', '${item}'));
  const run = await opened(
    [
      commandStep('find', ['find'], {effects: 'read', outputs: {disk: {value: 'stdout', secret: false}}}),
      foreachStep('disk', [repeatStep('again', [use], {until: 'true'})], {in: '[steps.find.outputs.disk]'}),
      commandStep('check', ['check'], {effects: 'read'}),
    ],
    name => (name.startsWith('check') ? failedWith(3) : printed(name === 'find#1' ? 'sda' : 'sdb')),
  );
  run.say({intent: 'jump', step: 'check', value: 'find', reason: 'the wrong disk'});
  await run.settled();
  run.say({intent: 'undo_to', step: 'check', value: 'find'});
  await run.settled();
  const undone = run.facts().flatMap(fact => (fact.type === 'undo-began' ? [fact.shown?.lines.join(' ')] : []));
  expect(undone).toEqual(['umount sdb', 'umount sda']);
});
