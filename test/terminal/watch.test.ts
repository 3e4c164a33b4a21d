/** A second terminal: the run of another process, as it comes, and nothing can be changed from there. */
import {appendFileSync, statSync, truncateSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {driveRun} from '../support/driven-run.ts';
import {eventually, factsOf} from '../support/lifeboat.ts';
import {outageDesk} from '../support/small-runbook.ts';

const steps = `
  - id: look
    title: Look at the shop
    instruction: Is the lamp on?
  - id: call
    title: Call the provider
    instruction: Ask how long it takes
`;

test('the screen shows each step as it comes, outlives the process that drove it, and ends with the run', async () => {
  const {desk, runbook} = outageDesk(steps);
  const run = driveRun(desk, ['run', runbook, '--as', 'Ada Lovelace']);
  await run.hears({type: 'asked', step: 'look'});
  const id = desk.runs()[0] ?? '';

  const second = desk.terminal(['watch', id], {columns: 100, rows: 30});
  await second.shows(' WATCHING ');
  await second.shows('Is the lamp on?');
  await second.shows('q quit');
  second.press('enter', 'p', 'e');
  run.send({intent: 'done', step: 'look'});
  await second.shows('Ask how long it takes');
  await run.started.kill();

  const journal = join(desk.runDirectory(), 'journal.jsonl');
  const whole = statSync(journal).size;
  appendFileSync(journal, '{"hash":"0000');
  const again = driveRun(desk, ['resume', id, '--as', 'Grace Hopper']);
  await again.hears({type: 'tail-removed'});
  again.send({intent: 'done', step: 'call'});
  await again.hears({type: 'sealed'});
  expect((await second.exited).code).toBe(0);
  expect(second.isAlternateScreen()).toBe(false);
  expect(second.scrollback().join('\n')).toContain('INCIDENT The shop is down: recovered.');
  expect(factsOf(desk).map(({type}) => type)).not.toContain('paused');
  expect(statSync(journal).size).toBeGreaterThan(whole);
});

test('q leaves, and the run goes on', async () => {
  const {desk, runbook} = outageDesk(steps);
  const run = driveRun(desk, ['run', runbook]);
  await run.hears({type: 'asked', step: 'look'});
  const second = desk.terminal(['watch', desk.runs()[0] ?? '']);
  await second.shows('q quit');
  second.press('q');
  expect((await second.exited).code).toBe(0);
  run.send({intent: 'done', step: 'look'});
  await run.hears({type: 'asked', step: 'call'});
  await run.close();
});

test('as lines and as facts it prints what comes, and ends when the record is sealed', async () => {
  const {desk, runbook} = outageDesk(steps);
  const run = driveRun(desk, ['run', runbook, '--as', 'Ada Lovelace']);
  await run.hears({type: 'asked', step: 'look'});
  const id = desk.runs()[0] ?? '';
  const plain = desk.start(['watch', id, '--plain']);
  const json = desk.start(['watch', id, '--json']);
  await eventually(plain.stdout).toContain('Look at the shop: waits for a person.');
  await eventually(json.stdout).toContain('"type":"asked"');
  run.send({intent: 'done', step: 'look'});
  await eventually(plain.stdout).toContain('Call the provider: waits for a person.');
  run.send({intent: 'done', step: 'call'});
  await run.hears({type: 'sealed'});
  expect(await plain.ended).toMatchObject({code: 0, stdout: expect.stringContaining('The record is sealed')});
  const {code, stdout} = await json.ended;
  expect(code).toBe(0);
  expect(
    stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line)),
  ).toEqual(factsOf(desk));
});

test('a record that cannot be believed any more is not shown on', async () => {
  const {desk, runbook} = outageDesk(steps);
  const run = driveRun(desk, ['run', runbook]);
  await run.hears({type: 'asked', step: 'look'});
  const plain = desk.start(['watch', desk.runs()[0] ?? '', '--plain']);
  await eventually(plain.stdout).toContain('waits for a person');
  await run.started.kill();
  truncateSync(join(desk.runDirectory(), 'journal.jsonl'), 100);
  expect(await plain.ended).toMatchObject({code: 8, stderr: expect.stringContaining('became shorter')});
});
