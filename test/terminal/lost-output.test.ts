/** What a step prints and the disk does not take: the step goes on, and nobody takes its silence for its output. */
import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {driveRun} from '../support/driven-run.ts';
import {factsOf} from '../support/lifeboat.ts';
import {outageDesk} from '../support/small-runbook.ts';

const steps = `
  - id: look
    title: Look at the shop
    instruction: Is the lamp on?
  - id: list
    title: List the orders
    estimate: 1m
    command: [echo, 4711 orders]
  - id: call
    title: Call the provider
    instruction: Ask how long it takes
`;

test('it is done, and its fact, show and the screen of replay say that its output is lost', async () => {
  const {desk, runbook} = outageDesk(steps);
  const run = driveRun(desk, ['run', runbook]);
  await run.hears({type: 'asked', step: 'look'});
  // No file can be made in it any more, whoever asks.
  const folder = join(desk.runDirectory(), 'output');
  rmSync(folder, {recursive: true});
  writeFileSync(folder, '');
  run.send({intent: 'done', step: 'look'});
  await run.hears({type: 'asked', step: 'call'});
  expect((await run.close()).code).toBe(7);

  const [id = ''] = desk.runs();
  expect(factsOf(desk).find(({type, step}) => type === 'succeeded' && step === 'list')).toMatchObject({
    outputLost: true,
  });
  expect((await desk.lifeboat(['show', id])).stdout).toMatch(/List the orders .*OUTPUT LOST/);
  const {stdout} = await desk.lifeboat(['replay', id, '--at', 'list']);
  expect(stdout).toContain('OUTPUT LOST');
  // A heading over nothing would say that nothing was printed.
  expect(stdout).not.toContain('│ Output');
  expect((await desk.lifeboat(['verify', id])).code).toBe(0);
});
