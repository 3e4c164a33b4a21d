/** A run that begins in the middle: with a reason, as a deviation, and behind no gate. */
import {readFileSync, truncateSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {factsOf} from '../support/lifeboat.ts';
import {marksOf, outageDesk} from '../support/small-runbook.ts';

const steps = `
  - {id: first, title: First, estimate: 1s, script: {text: 'echo first >> "$AT/marks"', env: {AT: "\${inputs.folder}"}}}
  - id: inside
    title: Inside
    group:
      - {id: second, title: Second, estimate: 1s, script: {text: 'echo second >> "$AT/marks"', env: {AT: "\${inputs.folder}"}}}
      - {id: third, title: Third, estimate: 1s, script: {text: 'echo third >> "$AT/marks"', env: {AT: "\${inputs.folder}"}}}
  - {id: may_we, title: May we, approval: {ask: Go?, from: [approver]}}
  - id: beside
    title: Beside
    parallel: {branches: {one: {steps: [{id: lane, title: Lane, command: "true"}]}, two: Nothing}}
  - {id: last, title: Last, command: "true"}`;

test('it begins at the step, inside its group, and says so in the outcome', async () => {
  const {desk, runbook} = outageDesk(steps);
  const run = await desk.lifeboat([
    'run',
    runbook,
    '--auto',
    '--start-at',
    'third',
    '--reason',
    'the night shift did the rest',
  ]);
  expect({code: run.code, stderr: run.stderr}).toEqual({code: 7, stderr: ''});
  expect(marksOf(desk)).toEqual(['third']);
  const shown = await desk.lifeboat(['show', desk.runs().at(-1) ?? '', '--json']);
  expect(JSON.parse(shown.stdout).deviations).toMatchObject([
    {kind: 'jumped', step: 'inside/third', reason: 'the night shift did the rest'},
  ]);
});

test('without a reason, at no step, or behind a gate it does not begin', async () => {
  const {desk, runbook} = outageDesk(steps);
  const start = async (...options: readonly string[]) => desk.lifeboat(['run', runbook, '--auto', ...options]);
  expect(await start('--start-at', 'third')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('A jump needs a reason.'),
  });
  expect(await start('--start-at', 'thrid', '--reason', 'x')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no step "thrid".'),
  });
  expect(await start('--start-at', 'last', '--reason', 'x')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('nobody jumps over a gate'),
  });
  expect(desk.runs()).toEqual([]);
});

test('a power failure that lost the jump does not make it begin at its beginning', async () => {
  const {desk, runbook} = outageDesk(steps);
  await desk.lifeboat(['run', runbook, '--auto', '--start-at', 'third', '--reason', 'the rest is done']);
  const journal = join(desk.runDirectory(), 'journal.jsonl');
  const [first = '', second = ''] = readFileSync(journal, 'utf8').split('\n');
  truncateSync(journal, Buffer.byteLength(`${first}\n${second}\n`));

  await desk.lifeboat(['resume', desk.runs().at(-1) ?? '', '--auto']);

  expect(new Set(marksOf(desk))).toEqual(new Set(['third']));
  expect(factsOf(desk).find(({type}) => type === 'jumped')).toMatchObject({
    step: 'inside/third',
    reason: 'the rest is done',
    session: 2,
  });
});
