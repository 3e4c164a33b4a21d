/** What a screen shows that comes to a run of which another session has seen a part. */
import {expect, test} from 'vitest';
import {outageDesk} from '../support/small-runbook.ts';

const steps = `
  - id: mount
    title: Mount the archive
    effects: write
    command: [/bin/sh, -c, "echo no such host fallow; exit 3"]
`;

test('what the held step printed is there after a resume, and so is a sentence that the run was resumed', async () => {
  const {desk, runbook} = outageDesk(steps);
  const first = desk.terminal(['run', runbook], {columns: 100});
  await first.shows('HELD');
  await first.shows('no such host fallow');
  first.press('ctrl-c', 'ctrl-c');
  expect((await first.exited).code).toBe(130);

  const second = desk.terminal(['resume'], {columns: 100});
  await second.shows(/RESUMED at \d\d:\d\d:\d\d UTC after a break: session 2/);
  await second.shows('no such host fallow');
  second.press('ctrl-c', 'ctrl-c');
  await second.exited;
});
