/** While nobody does anything time goes on: the faces that draw nothing say by themselves what it brings. */
import {expect, test} from 'vitest';
import {driveRun} from '../support/driven-run.ts';
import {outageDesk} from '../support/small-runbook.ts';

/** What waits for a person for longer than the RTO, beside a step that is at work for longer than its target. */
const steps = `
  - id: both
    title: Both at once
    parallel:
      branches:
        wait: {title: Waits, steps: [{id: look, title: Look at the shop, estimate: 1s, instruction: Is the lamp on?}]}
        work: {title: Works, steps: [{id: copy, title: Copy it, estimate: 1s, target: 1s, effects: read, command: [/bin/sh, -c, 'echo begun; exec sleep 60']}]}
`;

const plan = `format: 1
title: Disaster recovery of the shop
contacts:
  database_administrator: {name: Ada Lovelace, phone: "+49 30 1234"}
  technical_lead: {name: Grace Hopper, phone: "+49 30 1235"}
objectives:
  critical: {rto: 4s, rpo: none}
`;

test('that the RTO is used up, and that a step is late, is said once and without a fact', async () => {
  const {desk, runbook} = outageDesk(steps, plan);
  const plain = desk.terminal(['run', runbook, '--plain', '--as', 'Ada Lovelace'], {columns: 160, rows: 50});
  const program = driveRun(outageDesk(steps, plan).desk, ['run', runbook]);
  await plain.shows('THE RTO IS USED UP. RTO 4 seconds: ', {withinMs: 25_000});
  await plain.shows(
    /Copy it: still at work after \d+ seconds, LATER THAN ITS TARGET of 1 second. It has printed 1 line/,
  );
  await expect
    .poll(() => program.said().filter(({times}) => JSON.stringify(times ?? '').includes('"used-up"')), {
      timeout: 25_000,
    })
    .toMatchObject([
      {type: 'wanted', times: {why: expect.arrayContaining(['used-up']), late: [{step: 'both:work/copy'}]}},
    ]);
  plain.press('\x04');
  expect((await plain.exited).code).toBe(7);
  await program.started.kill();
});
