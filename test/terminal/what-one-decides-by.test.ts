/** What stands on the screen of a real run beside the question: the last run, the way back, whom to call, what else waits. */
import {expect, test} from 'vitest';
import {outageDesk} from '../support/small-runbook.ts';

const steps = `
  - id: stop_writes
    title: Stop the writes
    estimate: 2m
    command: [/bin/true]
    undo: {command: [/bin/true]}
  - id: way
    title: Choose the way
    decision:
      ask: Which one?
      branches:
        dump: {title: Load the dump, steps: [{id: load, title: Load it, estimate: 10m, recovery_point: "timestamp('2026-11-22T23:00:00Z')", command: [/bin/true]}]}
        none: {title: Nothing is lost}
  - id: at_once
    title: Both at once
    parallel:
      branches:
        shop: {title: The shop, steps: [{id: look, title: Look at the shop, effects: none, instruction: Is the lamp on?}]}
        people: {title: The people, steps: [{id: support, title: Tell the support, effects: none, instruction: Call them.}]}
`;

test('the second run of a runbook stands beside the first, with all that one decides by', async () => {
  const {desk, runbook} = outageDesk(steps);
  const answers = desk.file('answers.yaml', 'way: dump\nat_once:shop/look: done\nat_once:people/support: done\n');
  expect((await desk.lifeboat(['run', runbook, '--auto', '--answers', answers])).code).toBe(0);

  const screen = desk.terminal(['run', runbook, '--disruption', '2026-11-22T23:30:00Z'], {columns: 80, rows: 24});
  await screen.shows('── Way back: 2 min (1 undo) ──');
  await screen.shows('data loss 30 min 00 s');
  await screen.shows('── Call Ada Lovelace +49 30 1234 ──');
  // The times of the run before come once the first frames stand.
  await screen.shows(/Stop the writes +0\d:\d\d \(\d+s\)/);
  await screen.shows('Enter choose');
  screen.press('1');
  await screen.shows('> 1 Load the dump');
  screen.press('enter');
  await screen.shows('1 more waits for you: Tell the support');
  await screen.shows('Enter says that it is done.');
  screen.press('ctrl-c', 'ctrl-c');
  expect((await screen.exited).code).toBe(130);
});
