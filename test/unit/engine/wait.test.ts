/** Waiting until an instant that a step before gave, in the words of the program that printed it. */
import {expect, test} from 'vitest';
import {fakeRunners, printed} from '../../support/fake-runners.ts';
import {commandStep, endStep, runbookOf, waitStep} from '../../support/model.ts';
import {openEngine} from '../../support/open-engine.ts';

const look = commandStep('look', ['look'], {outputs: {at: {value: 'stdout', secret: false}}});

const waited = async (stdout: string) => {
  const steps = [look, waitStep('settle', {at: '${steps.look.outputs.at}'}), endStep('finish')];
  const run = openEngine(runbookOf(steps), {runners: fakeRunners({verdict: () => printed(stdout)})});
  await run.settled();
  return run;
};

test.each([
  ['2026-11-24T02:47Z'],
  ['2026-11-24 03:47:00+01'],
  ['Tue, 24 Nov 2026 02:47:00 GMT'],
  ['Tue Nov 24 02:47:00 UTC 2026'],
])('%s', async stdout => {
  const run = await waited(stdout);

  expect(run.fact('began', 'settle').until).toBe('2026-11-24T02:47:00.000Z');
});

test.each([
  ['2026-11-24 02:47', 'it is no time with an offset, like 2026-11-24T02:47:00Z'],
  ['2026-02-30T02:47:00Z', 'it is no time that exists'],
])('%s holds', async (stdout, reason) => {
  const run = await waited(stdout);

  expect(run.told().at(-1)).toBe('failed settle#1, then hold');
  expect(run.fact('failed', 'settle').reason).toBe(`at: "${stdout}": ${reason}`);
});

test('a wait of ten minutes takes ten minutes, also when the wall clock is set meanwhile', async () => {
  const run = openEngine(runbookOf([waitStep('settle', {for: 600_000}), endStep('finish')]));
  run.clock.set(7_200_000);
  run.clock.pass(599_000);
  await run.settled();
  expect(run.told().at(-1)).toBe('began settle#1');
  for (let second = 0; second < 2; second += 1) {
    run.clock.pass(1_000);
    await run.settled();
  }

  expect(run.told()).toContain('succeeded settle#1');
});

test('an instant that the author wrote is one of the wall clock: what has been set past it is not waited for', async () => {
  const run = await waited('2026-11-01T04:00:00Z');
  run.clock.set(7_200_000);
  run.clock.pass(60_000);
  await run.settled();

  expect(run.told()).toContain('succeeded settle#1');
});
