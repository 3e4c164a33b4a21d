/** The clock counts from what a step found out, and no longer from what somebody remembered. */
import {expect, test} from 'vitest';
import {outageDesk} from '../support/small-runbook.ts';

test('an output that sets the start of the clock corrects the time that was typed, and the objective is judged by it', async () => {
  const begun = new Date(Date.now() - 3 * 3_600_000).toISOString();
  const {desk, runbook} = outageDesk(`
  - id: look
    title: Look when it began
    effects: read
    command: [/bin/echo, "${begun}"]
    outputs: {began: {value: stdout, sets: declaration}}
`);
  const {code, stdout} = await desk.lifeboat(['run', runbook, '--declared', '5m ago']);
  expect(stdout).toMatch(/Declaration was at \d\d:\d\d:\d\d UTC, as said by a person\./);
  expect(stdout).toContain(
    `Declaration was at ${begun.slice(11, 19)} UTC, as measured here; the clock counts with that.`,
  );
  expect(stdout).toMatch(/Recovery time: RTA 3 hours.*MISSED/);
  expect(code).toBe(5);
  const [run] = JSON.parse((await desk.lifeboat(['runs', '--json'])).stdout);
  expect(run.rtaMs).toBeGreaterThanOrEqual(3 * 3_600_000);
});
