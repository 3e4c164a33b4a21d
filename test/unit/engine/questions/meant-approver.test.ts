/** A go by somebody whom the question does not name counts only when it is said again. */
import {expect, test} from 'vitest';
import {approvalStep, endStep, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const asked = () => openEngine(runbookOf([approvalStep('go'), endStep('finish')]));

test.each(['screen', 'plain', 'json'] as const)(
  'over %s the first go of somebody who is not named says so and records nothing',
  via => {
    const run = asked();
    const first = run.say({intent: 'approve', actor: ' Bob '}, {via});
    expect(first).toEqual({
      accepted: false,
      why: expect.stringMatching(/^Bob is not one of: Dana Fox\. .*give that name as the value too\.$/),
      meant: {says: expect.stringMatching(/whom the question does not name\.$/), value: 'Bob'},
    });
    expect(run.told()).toEqual(['asked go#1']);

    expect(run.say({intent: 'approve', actor: 'Bob', value: 'bob'}, {via})).toEqual({accepted: true});
    expect(run.fact('approved')).toMatchObject({by: 'Bob', role: '', proof: 'typed'});
    expect(run.fact('approved')).not.toHaveProperty('value');
  },
);

test('another name in the place of the first is said as well', () => {
  const run = asked();
  expect(run.say({intent: 'approve', actor: 'Carl', value: 'Bob'})).toMatchObject({meant: {value: 'Carl'}});
  expect(run.told()).toEqual(['asked go#1']);
});

test('whoever is named, by name or as the plan calls them, is taken at once', () => {
  expect(asked().say({intent: 'approve', actor: 'dana fox'})).toEqual({accepted: true});
});

test('an answer that was written before the run says what it means', () => {
  expect(asked().say({intent: 'approve', actor: 'Bob'}, {via: 'answers'})).toEqual({accepted: true});
});

test('who may not approve at all is refused for that, however often it is said', () => {
  const run = asked();
  expect(run.say({intent: 'approve', actor: 'sam', value: 'sam'})).not.toHaveProperty('meant');
  expect(run.say({intent: 'approve', actor: 'sam'})).not.toHaveProperty('meant');
});
