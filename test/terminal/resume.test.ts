/** The program killed in the middle of a step, and what `resume` makes of it: nothing that was done is done twice. */
import {appendFileSync, existsSync, truncateSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {cutThePower, gated, gateOf} from '../support/gates.ts';
import {eventually, expectRefusal, factsOf, makeDesk, typesOf} from '../support/lifeboat.ts';
import {contentOf, processesOf} from '../support/processes.ts';
import {marksOf, outageDesk} from '../support/small-runbook.ts';

test('an action that ended while the program was away comes back late, and is not done twice', async () => {
  const {desk, runbook} = outageDesk(gated('copy'));
  const gate = gateOf(desk, 'copy');
  const program = desk.start(['run', runbook]);
  await eventually(() => marksOf(desk)).toEqual(['copy began']);
  expect((await program.kill()).signal).toBe('SIGKILL');
  gate.open();
  await eventually(() => processesOf(desk.directory)).toEqual([]);

  const resumed = await desk.lifeboat(['resume']);
  expect(resumed).toMatchObject({code: 0, stderr: ''});
  expect(marksOf(desk)).toEqual(['copy began', 'copy ended']);
  expect(factsOf(desk).find(({type, step}) => type === 'succeeded' && step === 'copy')).toMatchObject({late: true});
  expect(resumed.stdout).toContain('The run ended: recovered.');
});

test('an action that still runs is waited for, and a second driver is refused meanwhile', async () => {
  const {desk, runbook} = outageDesk(gated('copy'));
  const gate = gateOf(desk, 'copy');
  const program = desk.start(['run', runbook]);
  await eventually(() => marksOf(desk)).toEqual(['copy began']);
  expectRefusal(await desk.lifeboat(['resume']), 10, `is in the hands of`);

  await program.kill();
  const second = desk.start(['resume']);
  await eventually(() => factsOf(desk).filter(({type}) => type === 'session-opened')).toHaveLength(2);
  expectRefusal(await desk.lifeboat(['resume']), 10, `(process ${second.pid},`);
  expect(marksOf(desk)).toEqual(['copy began']);
  gate.open();
  expect(await second.ended).toMatchObject({code: 0, stderr: ''});
  expect(marksOf(desk)).toEqual(['copy began', 'copy ended']);
});

test('killed in each of three steps, and resumed three times, each step is done exactly once', async () => {
  const steps = ['stop', 'copy', 'start'];
  const {desk, runbook} = outageDesk(steps.map(step => gated(step)).join(''));
  const gates = steps.map(step => gateOf(desk, step));
  let program = desk.start(['run', runbook]);
  for (const [index, step] of steps.entries()) {
    await eventually(() => marksOf(desk).at(-1)).toBe(`${step} began`);
    await program.kill();
    program = desk.start(['resume', '--auto']);
    gates[index]?.open();
  }
  expect(await program.ended).toMatchObject({code: 0, stderr: ''});
  expect(marksOf(desk)).toEqual(steps.flatMap(step => [`${step} began`, `${step} ended`]));
});

test('a decision that waited is asked again in the same words, and what came before is not', async () => {
  const {desk, runbook} = outageDesk(`${gated('stop')}
  - id: way
    title: Choose the way back
    decision:
      ask: Which copy is newer?
      branches: {disk: The one on the disk, tape: The one on the tape}
${gated('copy')}`);
  const [stop, copy] = [gateOf(desk, 'stop'), gateOf(desk, 'copy')];
  stop.open();
  const terminal = desk.terminal(['run', runbook]);
  await terminal.shows('Which copy is newer?');
  terminal.kill('SIGKILL');
  expect((await terminal.exited).signal).toBe('SIGKILL');

  const again = desk.terminal(['resume']);
  await again.shows('Which copy is newer?');
  await again.shows('Enter choose');
  again.press('2');
  again.press('enter');
  copy.open();
  await again.shows('q quit');
  again.press('q');
  expect((await again.exited).code).toBe(0);
  expect(marksOf(desk)).toEqual(['stop began', 'stop ended', 'copy began', 'copy ended']);
  expect(typesOf(desk, 'way')).toEqual(['asked', 'chosen', 'succeeded']);
  expect(factsOf(desk).find(({type}) => type === 'chosen')).toMatchObject({branch: 'tape'});
});

test('a check that was polling polls again, because it only looks', async () => {
  const {desk, runbook} = outageDesk(`
  - id: serving
    title: The shop answers
    check:
      command: {run: [/bin/sh, -c, 'echo asked >> marks; test -e up'], cwd: "\${inputs.folder}"}
      expect: "exit == 0"
      every: 1s
      within: 1m
`);
  const program = desk.start(['run', runbook]);
  await eventually(() => marksOf(desk)).toContain('asked');
  await program.kill();
  const asked = marksOf(desk).length;
  const resumed = desk.start(['resume']);
  await eventually(() => marksOf(desk).length).toBeGreaterThan(asked);
  desk.file('up', '');
  expect(await resumed.ended).toMatchObject({code: 0, stderr: ''});
  expect(typesOf(desk, 'serving').filter(type => type !== 'probed')).toEqual(['began', 'succeeded']);
});

test('a line that was half written is kept aside, and the run goes on', async () => {
  const {desk, runbook} = outageDesk(gated('copy'));
  const gate = gateOf(desk, 'copy');
  const program = desk.start(['run', runbook]);
  await eventually(() => marksOf(desk)).toEqual(['copy began']);
  await program.kill();
  appendFileSync(join(desk.runDirectory(), 'journal.jsonl'), '{"half');

  expect(JSON.parse((await desk.lifeboat(['verify', desk.runs()[0] ?? '', '--json'])).stdout)).toMatchObject({
    ok: true,
    verdict: 'TORN',
  });
  gate.open();
  expect(await desk.lifeboat(['resume'])).toMatchObject({code: 0, stderr: ''});
  expect(factsOf(desk).some(({type}) => type === 'tail-removed')).toBe(true);
  expect(marksOf(desk)).toEqual(['copy began', 'copy ended']);
});

test('with nothing to resume there is a sentence and exit 0', async () => {
  const desk = makeDesk();
  const ended = await desk.lifeboat(['resume']);
  expect(ended).toMatchObject({code: 0, stdout: 'There is no interrupted run; nothing to resume.\n', stderr: ''});
  expect(existsSync(desk.state)).toBe(false);
});

test('a run that has ended is not resumed', async () => {
  const {desk, runbook} = outageDesk('');
  await desk.lifeboat(['run', runbook]);
  const ended = await desk.lifeboat(['resume', desk.runs()[0] ?? '']);
  expect(ended).toMatchObject({code: 0, stderr: ''});
  expect(ended.stdout).toContain('has ended and is sealed; there is nothing to resume');
});

test.each([0, 40])('a run that died before its first fact was whole (%i bytes) is removed with a word', async bytes => {
  const {desk, runbook} = outageDesk('');
  await desk.lifeboat(['run', runbook]);
  truncateSync(join(desk.runDirectory(), 'journal.jsonl'), bytes);
  const ended = await desk.lifeboat(['resume']);
  expect(ended).toMatchObject({code: 0, stderr: ''});
  expect(ended.stdout).toContain('never started: nothing of it was recorded, so nothing of it was done.');
  expect(desk.runs()).toEqual([]);
});

test('a damaged journal is not gone on with', async () => {
  const {desk, runbook} = outageDesk(gated('copy'));
  gateOf(desk, 'copy');
  const program = desk.start(['run', runbook]);
  await eventually(() => marksOf(desk)).toEqual(['copy began']);
  await cutThePower(desk, program);
  const journal = join(desk.runDirectory(), 'journal.jsonl');
  const text = contentOf(journal);
  desk.file(join('state', 'runs', desk.runs()[0] ?? '', 'journal.jsonl'), text.replace('shop-outage', 'shop-outrage'));
  expectRefusal(await desk.lifeboat(['resume']), 8, /is damaged: entry 0/);
  expect(marksOf(desk)).toEqual(['copy began']);
});

test('a file that changed since the run began does not change the run', async () => {
  const {desk, runbook} = outageDesk(gated('copy'));
  const gate = gateOf(desk, 'copy');
  const program = desk.start(['run', runbook]);
  await eventually(() => marksOf(desk)).toEqual(['copy began']);
  await program.kill();
  desk.file('shop-outage.yaml', contentOf(runbook).replace('recovered', 'escalated'));
  gate.open();
  expect(await desk.lifeboat(['resume'])).toMatchObject({code: 0});
});
