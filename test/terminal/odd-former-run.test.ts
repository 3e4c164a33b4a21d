/** A former run that this version does not understand, beside everything that would look at it: an incident goes on, and a replay plays. */
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type Desk, eventually, expectNoStackTrace} from '../support/lifeboat.ts';
import {contentOf} from '../support/processes.ts';
import {outageDesk, smallRunbook} from '../support/small-runbook.ts';
import {storeRun} from '../support/stored-run.ts';

const steps = `
  - id: call
    title: Call the provider
    instruction: Ask how long it takes
`;

const odd = '20251101t100000z-accidental-deletion-bbbbbb';

/** A runbook of the same name is here, so the odd run would be the ghost of each of its runs. */
const deskWithOddRun = (): {readonly desk: Desk; readonly runbook: string} => {
  const {desk} = outageDesk(steps);
  storeRun(desk.state, {id: odd, mode: 'incident', ending: 'sealed', isOdd: true});
  const runbook = desk.file(
    'accidental-deletion.yaml',
    smallRunbook(steps).replace('id: shop-outage', 'id: accidental-deletion'),
  );
  return {desk, runbook};
};

const ghostsGivenUp = (desk: Desk): number =>
  contentOf(join(desk.state, 'log', 'lifeboat.log')).split('no ghost of a former run').length - 1;

test('an incident goes on beside it, and its replay, its moments, the list of runs and home are there', async () => {
  const {desk, runbook} = deskWithOddRun();
  const screen = desk.terminal(['run', runbook, '--log-level', 'debug']);
  await screen.shows('Ask how long it takes');
  await eventually(() => ghostsGivenUp(desk)).toBe(1);
  await screen.shows('Enter done');
  screen.press('enter');
  await screen.shows('q quit');
  screen.press('q');
  expect((await screen.exited).code).toBe(0);
  const [, run = ''] = desk.runs();

  const replay = desk.terminal(['replay', run, '--log-level', 'debug']);
  await replay.shows('Call the provider');
  await replay.shows('q quit');
  replay.press('q');
  expect((await replay.exited).code).toBe(0);
  expect(ghostsGivenUp(desk)).toBe(2);

  const moment = await desk.lifeboat(['replay', run, '--at', 'call']);
  expect(moment).toMatchObject({code: 0, stderr: ''});
  expect(moment.stdout).toContain('Call the provider');

  const runs = await desk.lifeboat(['runs']);
  expect(runs.code).toBe(0);
  expect(runs.stdout).toContain(run.slice(-6));
  expect(runs.stderr).toContain(`The record of ${odd} is not understood`);
  expectNoStackTrace(runs);

  const home = await desk.lifeboat([]);
  expect(home).toMatchObject({code: 0, stderr: ''});
  expect(home.stdout).toContain(`The record of ${odd} is not understood`);
  expect(home.stdout).toContain('accidental-deletion');
});
