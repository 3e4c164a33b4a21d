/** A step in a loop is named with its item or round, and a secret item with its number alone. */
import {expect, test} from 'vitest';
import {itemName, itemNames} from '../../../src/report/item-name.ts';
import {stepName} from '../../../src/report/step-name.ts';
import {done, fakeRunners} from '../../support/fake-runners.ts';
import {commandStep, endStep, foreachStep, instructionStep, repeatStep, runbookOf} from '../../support/model.ts';
import {openEngine} from '../../support/open-engine.ts';

const opened = async (steps: Parameters<typeof runbookOf>[0]) => {
  const run = openEngine(runbookOf([...steps, endStep('finish')]), {
    runners: fakeRunners({verdict: () => done}),
    inputs: {},
  });
  await run.settled();
  return run.state;
};

test('the sentence about a step says which item of the list it is about, and which round of a repeat', async () => {
  const state = await opened([
    foreachStep('share', [commandStep('mount', ['mount', '${item}'])]),
    repeatStep('quiet', [instructionStep('look')]),
  ]);
  expect(stepName(state, 'share[1]/mount')).toMatch(/^Step 2 of 5 \(2, us\), /);
  expect(stepName(state, 'quiet[0]/look')).toMatch(/^Step 4 of 5 \(round 1\), /);
  expect(stepName(state, 'share')).toMatch(/^Step 1 of 5, /);
});

test('a loop within a loop names both, the outer one first', async () => {
  const state = await opened([foreachStep('site', [repeatStep('quiet', [instructionStep('look')])])]);
  expect(itemNames(state, 'site[0]/quiet[0]/look')).toEqual(['1, eu', 'round 1']);
});

test('an item that is a map is called by its name where it has one', async () => {
  const state = await opened([foreachStep('role', [commandStep('lock', ['lock', '${item.name}'])])]);
  const role = state.steps.get('role');
  if (!role) {
    throw new Error('the loop is not in the run');
  }
  role.items = [{superuser: false, name: 'reporting'}, {name: 7}, {bytes: 1}, ['reporting']];
  expect([0, 1, 2, 3].map(index => itemName(state, `role[${index}]`))).toEqual([
    '1, reporting',
    '2, {"name":7}',
    '3, {"bytes":1}',
    '4, ["reporting"]',
  ]);
});

test('an item that is secret, or not on record, is its number; a long one is cut and obeyed by no terminal', async () => {
  const state = await opened([foreachStep('share', [commandStep('mount', ['mount', '${item}'])])]);
  const share = state.steps.get('share');
  if (!share) {
    throw new Error('the loop is not in the run');
  }
  share.items = ['\u001b[2Jeu', 'a-name-that-is-much-too-long-for-a-line', {name: 'ap'}];
  expect([0, 1, 2, 3].map(index => itemName(state, `share[${index}]`))).toEqual([
    expect.not.stringContaining('\u001b'),
    '2, a-name-that-is-much-too…',
    '3, ap',
    '4',
  ]);
  share.itemsMasked = true;
  expect(itemName(state, 'share[0]')).toBe('1');
  expect(itemName(state, '')).toBeUndefined();
});
