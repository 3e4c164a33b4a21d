/** A run that includes another runbook: pinned when it began, so that a file which changes later changes no run. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {outageDesk, smallRunbook} from '../support/small-runbook.ts';

test('the included runbook is pinned with the run, and goes on as it was', async () => {
  const {desk, runbook} = outageDesk(`
  - {id: look, title: Look, instruction: Look.}
  - {id: review, title: Review, include: {runbook: access-review, inputs: {system: shop}}}`);
  const included = join(desk.directory, 'access-review.yaml');
  const text = smallRunbook(
    "  - {id: say, title: Say, command: [/bin/echo, 'reviewing ${inputs.system}']}",
    'inputs: {system: {type: string}}',
  ).replace('id: shop-outage', 'id: access-review');
  writeFileSync(included, text);
  const first = await desk.lifeboat(['run', runbook, '--auto']);
  expect({code: first.code, stderr: first.stderr}).toEqual({code: 7, stderr: ''});
  writeFileSync(included, text.replace('reviewing', 'never'));
  const answers = desk.file('answers.yaml', 'look: done\n');
  const resumed = await desk.lifeboat(['resume', '--answers', answers]);
  expect({code: resumed.code, stderr: resumed.stderr}).toEqual({code: 0, stderr: ''});
  expect(resumed.stdout).toContain('reviewing shop');
  const verified = await desk.lifeboat(['verify', desk.runs().at(-1) ?? '']);
  expect(verified.code).toBe(0);
});
