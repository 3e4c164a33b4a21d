/** A step that prints a million lines, on a real terminal: any place of it can be looked at and searched while it goes on. */
import {expect, test} from 'vitest';
import {gateOf} from '../support/gates.ts';
import {outageDesk} from '../support/small-runbook.ts';

const steps = `
  - id: print
    title: Restore the payments
    estimate: 1m
    command:
      run: [/bin/sh, -c, 'seq -f "restored row %.0f of payments" 1 1000000; echo "Error: sector 7 is unreadable"; read go < gate-print; echo "all of it"']
      cwd: "\${inputs.folder}"
  - id: call
    title: Call the provider
    instruction: Ask how long it takes
`;

test('it is followed, left, searched both ways with a count, and followed again', {timeout: 60_000}, async () => {
  const {desk, runbook} = outageDesk(steps);
  const gate = gateOf(desk, 'print');
  const terminal = desk.terminal(['run', runbook]);
  await terminal.shows('Error: sector 7', {withinMs: 30_000});

  terminal.press('L');
  await terminal.shows(/Output: Restore the payments +following the end/);
  await terminal.shows('restored row 1000000 of payments');
  terminal.press('home');
  await terminal.shows(/restored row 1 of payments$/m);
  await terminal.shows('0 % of 30 MiB');
  terminal.press('page-down', 'page-down');
  await terminal.shows(/restored row 29 of payments$/m);

  terminal.press('/');
  terminal.type('row 500000 of');
  terminal.press('enter');
  await terminal.shows(/┊>restored row 500000 of payments$/m);
  await terminal.shows('/row 500000 of: 1 of 1, 49 % of 30 MiB');

  terminal.press('/');
  terminal.type('payments');
  terminal.press('enter');
  await terminal.shows(/\/payments: 499,995 of 1,000,000/);
  terminal.press('n', 'n', 'N');
  await terminal.shows(/\/payments: 499,996 of 1,000,000/);

  terminal.press('f', '/');
  terminal.type('error');
  terminal.press('enter');
  await terminal.shows(/┊>Error: sector 7 is unreadable$/m);
  await terminal.shows('/error: 1 of 1');
  terminal.press('n');
  await terminal.shows('From the beginning again.');

  terminal.press('f');
  gate.open();
  await terminal.shows('all of it');
  // The question is out of sight: what is read covers it, and says so.
  await terminal.shows('Somebody is waited for: Esc goes back to the run');
  terminal.press('enter');
  terminal.press('escape');
  await terminal.shows('Ask how long it takes');
  await terminal.shows('Enter done');
  terminal.press('ctrl-c', 'ctrl-c');
  expect((await terminal.exited).code).toBe(130);
});
