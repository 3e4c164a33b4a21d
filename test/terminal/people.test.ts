/** People in a real run: a role changes hands, somebody is called, a file is attached, on every face. */
import {appendFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {factsOf} from '../support/lifeboat.ts';
import {outageDesk} from '../support/small-runbook.ts';

const steps = `
  - id: look
    title: Look at the shop
    instruction: Is the lamp on?
  - id: go
    title: Go on
    approval: {ask: "Switch over?", from: [approver]}
`;

test('on the screen a command line takes the words of the plain face', async () => {
  const {desk, runbook} = outageDesk(steps);
  const screen = desk.terminal(['run', runbook, '--as', 'Ada Lovelace'], {columns: 100, rows: 30});
  await screen.shows('done  c cannot');
  screen.press(':');
  await screen.shows('Command: escalate ROLE: REASON');
  screen.type('handover approver Alan Turing');
  screen.press('enter');
  await screen.shows('done  c cannot');
  screen.press(':');
  await screen.shows('Command: escalate ROLE: REASON');
  screen.type('escalate approver: nobody answers the door');
  screen.press('enter');
  await screen.shows(/Escalated to Alan Turing, approver, at \d\d:\d\d:\d\d UTC by Ada/);
  await screen.shows('done  c cannot');
  screen.press('enter');
  await screen.shows('Alan Turing, approver');
  screen.press('ctrl-c', 'ctrl-c');
  expect((await screen.exited).code).toBe(130);
  expect(factsOf(desk).find(({type}) => type === 'escalated')).toMatchObject({
    step: 'look',
    attempt: 1,
    to: 'approver',
  });
});

test('a file that is attached is kept with its digest, and a changed copy does not verify', async () => {
  const {desk, runbook} = outageDesk(steps);
  desk.file('lamp.txt', 'it is off\n');
  const plain = desk.terminal(['run', runbook, '--plain']);
  await plain.shows('"done" to say that it was carried out');
  plain.type('evidence lamp.txt\r');
  await plain.shows('is recorded: lamp.txt, 10 bytes');
  plain.type('evidence nowhere.txt\r');
  await plain.shows('nowhere.txt');
  plain.press('\x04');
  await plain.exited;
  const attached = factsOf(desk).filter(({type}) => type === 'evidence-attached');
  expect(attached).toMatchObject([{step: 'look', name: 'lamp.txt', bytes: 10}]);

  const run = desk.runs()[0] ?? '';
  expect((await desk.lifeboat(['show', run])).stdout).toContain(`Evidence: ${attached[0]?.file}.`);
  expect((await desk.lifeboat(['verify', run])).code).toBe(0);
  appendFileSync(join(desk.runDirectory(), String(attached[0]?.file)), 'or on');
  const verified = await desk.lifeboat(['verify', run]);
  expect(verified.code).toBe(8);
  expect(verified.stdout).toContain('is not what entry');
});
