/** One run goes through all faces, and each is killed in the middle: whoever comes next finds everything, and says it in their own way. */
import {expect, test} from 'vitest';
import {driveRun} from '../support/driven-run.ts';
import {eventually, factsOf, typesOf} from '../support/lifeboat.ts';
import {marksOf, outageDesk} from '../support/small-runbook.ts';

const steps = `
  - id: look
    title: Look at the shop
    instruction: {do: Is the lamp on?, checklist: [Front, Back]}
  - id: restart
    title: Restart the shop
    estimate: 1m
    command: {run: [/bin/sh, -c, 'echo restarted >> marks; seq 40'], cwd: "\${inputs.folder}"}
  - id: way
    title: Choose the way
    decision: {ask: Which copy is newer?, branches: {disk: The disk, tape: The tape}}
  - id: go
    title: Go on
    approval: {ask: "Switch over?", from: [approver]}
  - id: call
    title: Call the provider
    instruction: Ask how long it takes
`;

test('plain, screen, JSON and plain again, each ended by kill -9', async () => {
  const {desk, runbook} = outageDesk(steps);
  const plain = desk.terminal(['run', runbook, '--plain', '--as', 'Ada Lovelace']);
  await plain.shows('Type "tick NUMBER"');
  plain.type('tick 1\r');
  await plain.shows('item 1 is ticked by Ada Lovelace');
  plain.kill('SIGKILL');
  await plain.exited;

  const screen = desk.terminal(['resume', '--as', 'Ada Lovelace']);
  await screen.shows('Is the lamp on?');
  await screen.shows('c cannot');
  screen.press('down', 'space');
  await eventually(() => typesOf(desk, 'look')).toEqual(['asked', 'ticked', 'ticked']);
  screen.press('enter');
  await screen.shows('Which copy is newer?');
  screen.kill('SIGKILL');
  await screen.exited;

  const program = driveRun(desk, ['resume', '--as', 'Ada Lovelace']);
  expect(await program.wants('way')).toMatchObject({
    kind: 'decision',
    title: 'Choose the way',
    place: {number: 3, total: 7},
    options: [{name: 'disk', finish: {p50At: expect.any(String)}}, {name: 'tape'}],
  });
  program.send({intent: 'choose', step: 'way', value: 'tape'});
  expect(await program.wants('go')).toMatchObject({
    kind: 'approval',
    call: [{as: 'approver', name: 'Grace Hopper', at: '+49 30 1235'}],
  });
  await program.started.kill();

  const last = desk.terminal(['resume', '--plain', '--as', 'Ada Lovelace'], {columns: 100, rows: 60});
  await last.shows('Whom to call: Grace Hopper, approver, telephone +49 30 1235.');
  await last.shows('Step 4 of 7, Go on: still waits for a person');
  last.type('status\r');
  await last.shows('2 steps of 7 on the page are over.');
  last.type('output restart\r');
  await last.shows('It printed 40 lines:');
  await last.shows('| 40\n');
  last.type('done\r');
  await last.shows('"done" is no answer here.');
  last.type('approve Grace Hopper\r');
  await last.shows('Step 5 of 7, Call the provider: to answer');
  last.type('done\r');
  expect((await last.exited).code).toBe(0);
  expect(last.scrollback().join('\n')).toContain('INCIDENT The shop is down: recovered, with exceptions.');

  expect(marksOf(desk)).toEqual(['restarted']);
  expect(factsOf(desk).filter(({type}) => type === 'session-opened')).toHaveLength(4);
  expect((await desk.lifeboat(['verify', desk.runs()[0] ?? ''])).code).toBe(0);
});

test('what is piped into the plain face is not taken, and that is said where a person is needed', async () => {
  const {desk, runbook} = outageDesk(steps);
  const piped = await desk.lifeboat(['run', runbook, '--plain'], {input: 'tick 1\ntick 2\ndone\n'});
  expect(piped.code).toBe(7);
  expect(piped.stdout).toContain('What is piped in is not taken as answers: type them on a terminal');
  expect(typesOf(desk, 'look')).toEqual(['asked']);

  const unattended = await desk.lifeboat(['resume', '--auto'], {input: 'done\n'});
  expect([unattended.code, unattended.stdout.includes('piped')]).toEqual([7, false]);
});

test('what is recorded beside an answer is said to be', async () => {
  const {desk, runbook} = outageDesk(steps);
  desk.file('lamp.txt', 'it is off\n');
  const plain = desk.terminal(['run', runbook, '--plain', '--as', 'Ada Lovelace'], {columns: 120});
  await plain.shows('Type "tick NUMBER"');
  plain.type('note the street is dark\r');
  await plain.shows('The note of Ada Lovelace is recorded: the street is dark');
  plain.type('evidence lamp.txt\r');
  await plain.shows('The evidence of Ada Lovelace is recorded: lamp.txt, 10 bytes');
  plain.type('handover executor Kim Ito\r');
  await plain.shows('The hand-over is recorded: Executor is now Kim Ito, after Ada Lovelace');
  plain.press('\x04');
  expect((await plain.exited).code).toBe(7);
});
