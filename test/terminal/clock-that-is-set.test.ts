/** The shipped program on a host whose wall clock is set: what took a moment took a moment, and that it was set is said. */
import {spawnSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {driveRun} from '../support/driven-run.ts';
import {gated, gateOf} from '../support/gates.ts';
import {type Desk, eventually, factsOf} from '../support/lifeboat.ts';
import {type SettableClock, settableClock} from '../support/set-clock.ts';
import {marksOf, outageDesk} from '../support/small-runbook.ts';

const hours = 3_600;
const hasCompiler = spawnSync('cc', ['--version']).status === 0;

const steps = `
  - id: look
    title: Look at the shop
    instruction: Is the lamp on?
${gated('copy', 'done_when: [{command: {run: [test, -e, copied], cwd: "${inputs.folder}"}, expect: "exit == 0"}]')}
`;

const shown = async (desk: Desk) => JSON.parse((await desk.lifeboat(['show', desk.runs()[0] ?? '', '--json'])).stdout);

/** What has to be so of a run that took some seconds, whatever its wall clock showed; a busy machine may take a minute. */
const expectRight = async (desk: Desk, bySeconds: number): Promise<void> => {
  const run = await shown(desk);
  expect(run).toMatchObject({outcome: 'recovered', met: true});
  expect(Math.abs(run.clockJumps[0].byMs - bySeconds * 1_000)).toBeLessThan(1_500);
  const lengths: number[] = run.steps.map(({elapsedMs}: {elapsedMs: number}) => elapsedMs);
  for (const lengthMs of [run.rtaMs, ...lengths]) {
    expect(lengthMs).toBeGreaterThanOrEqual(0);
    expect(lengthMs).toBeLessThan(60_000);
  }
  const verified = await desk.lifeboat(['verify', desk.runs()[0] ?? '']);
  expect({code: verified.code, stdout: verified.stdout}).toMatchObject({code: 0});
};

const jumpsOf = (desk: Desk) => factsOf(desk).filter(({type}) => type === 'clock-jumped');

const setUp = (): {desk: Desk; runbook: string; clock: SettableClock} => {
  const {desk, runbook} = outageDesk(steps);
  return {desk, runbook, clock: settableClock(desk)};
};

test.skipIf(!hasCompiler).for([
  ['two hours back', -2 * hours],
  ['two hours forward', 2 * hours],
  ['ten years forward', 10 * 365 * 24 * hours],
] as const)('while somebody is asked and while a program runs, it is set %s', async ([, bySeconds]) => {
  const {desk, runbook, clock} = setUp();
  const gate = gateOf(desk, 'copy');
  const run = driveRun(desk, ['run', runbook], clock.env);
  await run.hears({type: 'asked', step: 'look'});
  clock.set(bySeconds);
  run.send({intent: 'done', step: 'look'});
  await eventually(() => marksOf(desk)).toEqual(['copy began']);
  clock.set(0);
  gate.open();
  await run.hears({type: 'sealed'});
  expect((await run.close()).code).toBe(0);

  expect(jumpsOf(desk)).toMatchObject([{against: 'boot'}, {against: 'boot'}]);
  const {stdout} = await desk.lifeboat(['show', desk.runs()[0] ?? '']);
  expect(stdout).toContain(`The clock of the host was set ${bySeconds < 0 ? 'back' : 'forward'} by `);
  expect(stdout).toContain('no duration holds any of that');
  await expectRight(desk, bySeconds);
});

test.skipIf(!hasCompiler).for([
  ['two hours back', -2 * hours],
  ['ten years forward', 10 * 365 * 24 * hours],
] as const)('while nobody runs the run, it is set %s, and the next session says so', async ([, bySeconds]) => {
  const {desk, runbook, clock} = setUp();
  const gate = gateOf(desk, 'copy');
  const run = driveRun(desk, ['run', runbook], clock.env);
  await run.hears({type: 'asked', step: 'look'});
  run.send({intent: 'done', step: 'look'});
  await eventually(() => marksOf(desk)).toEqual(['copy began']);
  await run.started.kill();
  clock.set(bySeconds);
  const resumed = desk.start(['resume'], {env: clock.env});
  await eventually(() => jumpsOf(desk)).toMatchObject([{against: 'former-session', session: 2}]);
  gate.open();
  const ended = await resumed.ended;

  expect({code: ended.code, stdout: ended.stdout}).toMatchObject({code: 0});
  expect(ended.stdout).toContain('no duration holds any of that');
  expect(marksOf(desk)).toEqual(['copy began', 'copy ended']);
  await expectRight(desk, bySeconds);
});

test('another time zone is no other time', async () => {
  const {desk, runbook} = outageDesk(steps);
  const gate = gateOf(desk, 'copy');
  const run = driveRun(desk, ['run', runbook], {TZ: 'Pacific/Auckland'});
  await run.hears({type: 'asked', step: 'look'});
  run.send({intent: 'done', step: 'look'});
  await eventually(() => marksOf(desk)).toEqual(['copy began']);
  await run.started.kill();
  const resumed = desk.start(['resume'], {env: {TZ: 'America/Los_Angeles'}});
  await eventually(() => factsOf(desk).at(-1)).toMatchObject({type: 'session-opened', zone: 'America/Los_Angeles'});
  gate.open();
  expect((await resumed.ended).code).toBe(0);

  expect(jumpsOf(desk)).toEqual([]);
  expect((await shown(desk)).rtaMs).toBeLessThan(60_000);
});
