/** One run to which all of it happens: its disk fails, its tail is torn, paper is entered, its runbook amended; and its record is whole. */
import {appendFileSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {driveRun} from '../support/driven-run.ts';
import {type Desk, type Fact, shellLine} from '../support/lifeboat.ts';
import {marksOf, outageDesk} from '../support/small-runbook.ts';

const steps = `
  - id: look
    title: Look at the host
    estimate: 1m
    effects: read
    command: uptime
  - id: call
    title: Call the provider
    instruction: Ask how long it takes
  - id: restart
    title: Restart the service
    estimate: 1m
    command: {run: [/no/such/program], cwd: "\${inputs.folder}"}
  - id: tell
    title: Tell the users
    instruction: Write to everybody
`;

/** In all files of the journal. */
const factsIn = (desk: Desk): readonly Fact[] =>
  readdirSync(desk.runDirectory())
    .filter(name => /^journal(-\d+)?\.jsonl$/.test(name))
    .flatMap(name => readFileSync(join(desk.runDirectory(), name), 'utf8').trimEnd().split('\n'))
    .map(line => JSON.parse(line).fact);

test('the record of all its sessions is one, is signed, and a head that was kept on the way is in it', async () => {
  const {desk, runbook} = outageDesk(steps);
  // A limit on the size of files does to the journal what a full disk does.
  const begun = await shellLine(desk, `trap "" XFSZ; ulimit -f 6; lifeboat run ${runbook} --auto`);
  expect(begun.code, begun.stderr).toBe(7);
  expect(begun.stdout).toContain('the record goes on in journal-0002.jsonl');
  const [run = ''] = desk.runs();
  const {entries, head} = JSON.parse((await desk.lifeboat(['verify', run, '--json'])).stdout);
  appendFileSync(join(desk.runDirectory(), 'journal-0002.jsonl'), '{"hash":"12');

  const paper = desk.file(
    'paper.yaml',
    `- {step: call, at: "${new Date().toISOString()}", by: Ada Lovelace, did: done}\n`,
  );
  expect(await desk.lifeboat(['backfill', run, '--file', paper])).toMatchObject({code: 0, stderr: ''});
  expect((await desk.lifeboat(['resume', run, '--auto'])).code).toBe(7);
  const text = readFileSync(runbook, 'utf8').replace('/no/such/program', `/bin/sh, -c, 'echo restarted >> marks'`);
  const amend = ['amend', run, desk.file('mended.yaml', text), '--reason', 'wrong name', '--as', 'Ada Lovelace'];
  expect((await desk.lifeboat([...amend, '--approved-by', 'Grace Hopper'])).code).toBe(0);
  const again = driveRun(desk, ['resume', run]);
  again.send({intent: 'retry', step: 'restart'});
  await again.hears({type: 'asked', step: 'tell'});
  again.send({intent: 'done', step: 'tell'});
  await again.hears({type: 'run-ended'});
  expect((await again.close()).code).toBe(0);

  expect(marksOf(desk)).toEqual(['restarted']);
  const facts = factsIn(desk);
  const types = new Set(facts.map(({type}) => type));
  expect(['degraded', 'tail-removed', 'amended', 'run-ended'].filter(type => !types.has(type))).toEqual([]);
  expect(facts.filter(({happened}) => happened !== undefined).map(({type}) => type)).toContain('succeeded');
  const verified = await desk.lifeboat(['verify', run, '--json', '--anchor', `${entries}:${head}`]);
  expect(JSON.parse(verified.stdout)).toMatchObject({
    ok: true,
    verdict: 'OK',
    anchored: true,
    signed: true,
    problems: [],
  });
  expect((await desk.lifeboat(['show', run])).stdout).toContain('recovered');
});
