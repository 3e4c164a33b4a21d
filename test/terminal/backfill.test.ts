/** A run that went on on paper: entered with both times, by a program that does nothing, and gone on with. */
import {expect, test} from 'vitest';
import {driveRun} from '../support/driven-run.ts';
import {type Desk, eventually, factsOf} from '../support/lifeboat.ts';
import {marksOf, outageDesk, smallPlan} from '../support/small-runbook.ts';
import {makeSshKey} from '../support/ssh-keys.ts';

const steps = `
  - id: call
    title: Call everybody
    instruction: Call the people on the list.
  - id: restart
    title: Restart the service
    effects: write
    touches: ["'shop'"]
    command: [sh, "\${inputs.folder}/mark", restarted]
    verify: [{command: [sh, "\${inputs.folder}/mark", checked]}]
    undo: {command: "true"}
  - id: back
    title: Service is back
    milestone: data_verified
  - id: write_up
    title: Write it up
    effects: write
    touches: ["'wiki'"]
    command: [sh, "\${inputs.folder}/mark", written]
    undo: {command: "true"}
`;

const leftDesk = async () => {
  const {desk, runbook} = outageDesk(steps);
  desk.file('mark', `echo "$1" >> "$(dirname "$0")/marks"\n`);
  const {code} = await desk.lifeboat(['run', runbook, '--auto']);
  expect(code).toBe(7);
  return desk;
};

const minutesAfterStart = (desk: Desk, seconds: number): string =>
  new Date(Date.parse(String(factsOf(desk)[0]?.at)) + seconds * 1_000).toISOString();

test('a file of paper is entered whole, nothing is carried out, and the run goes on from there', async () => {
  const desk = await leftDesk();
  const [run = ''] = desk.runs();
  await eventually(() => Date.now() > Date.parse(minutesAfterStart(desk, 2))).toBe(true);
  const paper = desk.file(
    'paper.yaml',
    `- {step: 1, at: "${minutesAfterStart(desk, 1)}", by: Ada Lovelace, did: done}
- {step: restart, at: "${minutesAfterStart(desk, 1.5)}", by: Alan Turing, did: done, note: in the console}
`,
  );
  const entered = await desk.lifeboat(['backfill', run, '--file', paper]);
  expect(entered).toMatchObject({code: 0, stderr: ''});
  expect(entered.stdout).toContain('done by hand by Alan Turing: in the console. On paper at');
  expect(marksOf(desk)).toEqual([]);
  const verified = factsOf(desk).find(fact => fact.type === 'succeeded' && fact.step === 'back');
  expect(verified).toMatchObject({happened: minutesAfterStart(desk, 1.5), milestone: 'data_verified'});

  const screen = (await desk.lifeboat(['replay', run, '--at', 'restart'])).stdout;
  expect(screen).toContain('Done on paper at');
  expect(screen).toContain('by Alan Turing');
  const resumed = await desk.lifeboat(['resume', run, '--auto']);
  expect(resumed.code).toBe(0);
  expect(marksOf(desk)).toEqual(['written']);
  expect(resumed.stdout).toContain('recovered, with exceptions');
  expect((await desk.lifeboat(['verify', run])).code).toBe(0);
  const shown = JSON.parse((await desk.lifeboat(['show', run, '--json'])).stdout);
  expect(shown.events).toContainEqual({event: 'data_verified', at: minutesAfterStart(desk, 1.5), source: 'engine'});
  expect(shown.steps[1]).toMatchObject({finishedAt: minutesAfterStart(desk, 1.5), actor: 'Alan Turing'});
  expect(shown.steps[1].enteredAt > shown.steps[1].finishedAt).toBe(true);
  expect((await desk.lifeboat(['replay', run, '--plain'])).stdout).toContain('On paper at');
});

test('one line that cannot have been so keeps the whole file out, with its place', async () => {
  const desk = await leftDesk();
  const [run = ''] = desk.runs();
  const before = factsOf(desk).length;
  const paper = desk.file(
    'paper.yaml',
    `- {step: call, at: now, by: Ada Lovelace, did: done}
- {step: restart, at: "2020-01-01T00:00:00Z", by: Ada Lovelace, did: done}
`,
  );
  const refused = await desk.lifeboat(['backfill', run, '--file', paper]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('lies before the run began');
  expect(refused.stderr).toContain('paper.yaml:2:10');
  expect(factsOf(desk)).toHaveLength(before);
});

test('paper of another version is told by its check digits', async () => {
  const desk = await leftDesk();
  const [run = ''] = desk.runs();
  const paper = desk.file('paper.yaml', '- {step: call, at: now, by: Ada Lovelace, did: done, check: "00"}\n');
  const refused = await desk.lifeboat(['backfill', run, '--file', paper]);
  expect(refused).toMatchObject({code: 2, stdout: ''});
  expect(refused.stderr).toContain('printed from another version');
  const [, digits = ''] = /check (\d\d)/.exec((await desk.lifeboat(['print', 'shop-outage.yaml'])).stdout) ?? [];
  desk.file('paper.yaml', `- {step: call, at: now, by: Ada Lovelace, did: done, check: "${digits}"}\n`);
  expect((await desk.lifeboat(['backfill', run, '--file', paper, '--check-digits'])).code).toBe(0);
});

test('while somebody drives the run nothing is entered', async () => {
  const {desk, runbook} = outageDesk(steps);
  const driven = driveRun(desk, ['run', runbook]);
  await driven.hears({type: 'asked', step: 'call'});
  const [run = ''] = desk.runs();
  const paper = desk.file('paper.yaml', '- {step: call, at: now, by: Ada Lovelace, did: done}\n');
  expect((await desk.lifeboat(['backfill', run, '--file', paper])).code).toBe(10);
  await driven.started.kill();
});

test('on a terminal the steps are asked for one by one, and an empty line ends it', async () => {
  const desk = await leftDesk();
  const [run = ''] = desk.runs();
  const terminal = desk.terminal(['backfill', run]);
  await terminal.shows('1. Call everybody');
  terminal.press('23:59 tomorrow', '\r');
  await terminal.shows('is not a time');
  terminal.press('now', '\r');
  await terminal.shows('Who?');
  terminal.press('Ada Lovelace', '\r');
  await terminal.shows('What came of it?');
  terminal.press('\r');
  await terminal.shows('Note?');
  terminal.press('\r');
  await terminal.shows('2. Restart the service');
  expect(factsOf(desk).at(-1)).toMatchObject({type: 'succeeded', step: 'call', actor: {via: 'paper'}});
  terminal.press('\r');
  await terminal.shows('The run has come to restart');
  expect((await terminal.exited).code).toBe(0);
});

test('a go on paper is proven later by a signature of whoever gave it', async () => {
  const {desk, runbook} = outageDesk(`
  - id: go
    title: Go on
    approval: {ask: "Switch the shop over?", from: [approver]}
  - id: tell
    title: Tell everybody
    instruction: Tell them.
`);
  const grace = makeSshKey(desk.directory, 'grace');
  desk.file(
    'plan.yaml',
    smallPlan.replace('{name: Grace Hopper,', `{name: Grace Hopper, ssh_keys: ["${grace.publicKey}"],`),
  );
  expect((await desk.lifeboat(['run', runbook, '--auto', '--as', 'Ada Lovelace'])).code).toBe(7);
  const [run = ''] = desk.runs();
  const paper = desk.file('paper.yaml', '- {step: go, at: now, by: technical_lead, did: approved}\n');
  expect((await desk.lifeboat(['backfill', run, '--file', paper, '--as', 'Ada Lovelace'])).code).toBe(0);
  const challenge = String(factsOf(desk).find(({type, step}) => type === 'asked' && step === 'go')?.challenge);
  const {stdout: signature} = await desk.lifeboat(['approve', challenge, '--key', grace.file]);
  const resumed = driveRun(desk, ['resume', run, '--as', 'Ada Lovelace']);
  await resumed.hears({type: 'asked', step: 'tell'});
  resumed.send({intent: 'prove', step: 'go', signature: signature.trim()});
  await resumed.hears({type: 'approval-proven', step: 'go'});
  resumed.send({intent: 'done', step: 'tell'});
  // Nothing but the go was on paper, and that is proven.
  await resumed.hears({type: 'run-ended', outcome: 'recovered'});
  expect((await resumed.close()).code).toBe(0);
  const verified = await desk.lifeboat(['verify', run]);
  expect(verified.stdout).toContain('the signatures of 1 approvals');
  expect(verified.code).toBe(0);
});
