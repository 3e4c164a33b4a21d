/** A time that a person gives in words is said in full before it counts. */
import {expect, test} from 'vitest';
import {failedWith, fakeRunners} from '../../../support/fake-runners.ts';
import {commandStep, endStep, input, inputStep, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const opened = async () => {
  const run = openEngine(runbookOf([inputStep('when', 'timestamp'), endStep('finish')]), {runners: fakeRunners()});
  await run.settled();
  return run;
};

test('what was meant is said in both zones and recorded only when it is said again', async () => {
  const run = await opened();
  const agoMs = run.clock.nowMs() - 20 * 60_000;
  const iso = new Date(agoMs).toISOString().replace('.000Z', 'Z');
  const answer = run.say({intent: 'answer', step: 'when', value: '20m ago'});
  expect(answer).toMatchObject({accepted: false, meant: {value: iso}, why: expect.stringContaining(' UTC, ')});
  expect(run.state.steps.get('when')?.status).toBe('awaiting');
  expect(run.say({intent: 'answer', step: 'when', value: iso})).toEqual({accepted: true});
  await run.settled();
  expect(run.fact('succeeded', 'when').outputs).toEqual({value: iso});
});

test('a program says what it means, and what is no time at all is refused as such', async () => {
  const run = await opened();
  expect(run.say({intent: 'answer', step: 'when', value: 'lately'})).toMatchObject({
    accepted: false,
    why: expect.stringContaining('is not a time'),
  });
  expect(run.say({intent: 'answer', step: 'when', value: '20m ago'}, {via: 'json'})).toEqual({accepted: true});
});

test('an input that is changed in the middle of a run is said in full too', async () => {
  const run = openEngine(
    runbookOf([commandStep('restore', ['restore', '${inputs.until}']), endStep('finish')], {
      inputs: input('until', 'timestamp'),
    }),
    {runners: fakeRunners({verdict: () => failedWith(3)}), inputs: {until: '2026-11-24T02:00:00Z'}},
  );
  await run.settled();
  const answer = run.say({intent: 'set', step: 'restore', value: 'until=20m ago'});
  expect(answer).toMatchObject({accepted: false, meant: {value: expect.stringMatching(/^until=.+Z$/)}});
  expect(run.facts().some(({type}) => type === 'inputs-changed')).toBe(false);
});

test('what is not asked is refused as such, whatever time it names', async () => {
  const run = await opened();
  expect(run.say({intent: 'answer', step: 'finish', value: '20m ago'})).not.toHaveProperty('meant');
  run.say({intent: 'answer', step: 'when', value: '20m ago'}, {via: 'json'});
  await run.settled();
  expect(run.say({intent: 'answer', step: 'when', value: '20m ago'})).not.toHaveProperty('meant');
});

test('a time that may be left out is left out', async () => {
  const ask = inputStep('when', 'timestamp');
  const optional = ask.kind === 'input' ? {...ask, declaration: {...ask.declaration, optional: true}} : ask;
  const run = openEngine(runbookOf([optional, endStep('finish')]), {runners: fakeRunners()});
  await run.settled();
  expect(run.say({intent: 'answer', step: 'when', value: ''})).toEqual({accepted: true});
  await run.settled();
  expect(run.fact('succeeded', 'when').outputs).toEqual({value: null});
});
