/** Told to stop, or nobody reads any more: the run is left in order, and nobody sees a trace of our insides. */
import {expect, test} from 'vitest';
import {eventually, expectNoStackTrace, shellLine, typedName} from '../support/lifeboat.ts';
import {marksOf, outageDesk} from '../support/small-runbook.ts';

const waiting = `
  - id: copy
    title: Copy the files
    estimate: 1m
    command: {run: [/bin/sh, -c, 'echo begun >> marks; while [ ! -e go ]; do sleep 0.05; done; echo ended >> marks'], cwd: "\${inputs.folder}"}
`;

const question = `
  - id: tell
    title: Tell the people
    instruction: Say that the shop is down.
`;

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 130],
] as const)('%s leaves the run to be resumed, with exit %i, and what runs goes on', async (signal, code) => {
  const {desk, runbook} = outageDesk(waiting);
  const program = desk.start(['run', runbook]);
  await eventually(() => marksOf(desk)).toEqual(['begun']);
  program.child.kill(signal);
  const ended = await program.ended;
  expect(ended).toMatchObject({code, signal: null, stderr: ''});
  expect(ended.stdout).toContain(`Go on with: ${typedName} resume`);

  desk.file('go', '');
  expect(await desk.lifeboat(['resume'])).toMatchObject({code: 0, stderr: ''});
  expect(marksOf(desk)).toEqual(['begun', 'ended']);
});

test('a reader that goes away after one line leaves no stack trace, and the run can be resumed', async () => {
  const {desk, runbook} = outageDesk(waiting);
  const program = desk.start(['run', runbook]);
  await eventually(() => marksOf(desk)).toEqual(['begun']);
  program.child.stdout?.destroy();
  desk.file('go', '');
  const ended = await program.ended;
  expect(ended.signal).toBe(null);
  expect(ended.stderr).toBe('');
  expect(await desk.lifeboat(['resume'])).toMatchObject({code: 0, stderr: ''});
  expect(marksOf(desk)).toEqual(['begun', 'ended']);
});

test.each(['lifeboat run shop-outage.yaml', 'lifeboat lint --json .', 'lifeboat --help', 'lifeboat runs'])(
  '%s | head -1 prints a line and no stack trace',
  async line => {
    const {desk} = outageDesk('');
    const ended = await shellLine(desk, `${line} | head -1`);
    expect(ended).toMatchObject({code: 0, stderr: ''});
    expect(ended.stdout.split('\n')).toHaveLength(2);
    expectNoStackTrace(ended);
  },
);

test('a full device as standard output is no stack trace', async () => {
  const {desk} = outageDesk('');
  const ended = await shellLine(desk, 'lifeboat --help > /dev/full');
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(/^lifeboat: the output cannot be written \(ENOSPC\)/);
  expectNoStackTrace(ended);
});

test('a closed standard input is as good as none', async () => {
  const {desk} = outageDesk(question);
  const ended = await shellLine(desk, 'lifeboat run shop-outage.yaml <&-');
  expect(ended.code).toBe(7);
  expectNoStackTrace(ended);
});
