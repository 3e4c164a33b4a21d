/** A drill that dies, or is told to stop, goes on in its own lab or comes to an end, and leaves nothing. */
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {expectNothingLeft, findingsOf} from '../support/drills.ts';
import {
  type Desk,
  deletionRunbook,
  type Ended,
  eventually,
  expectNoStackTrace,
  factsOf,
  makeDesk,
} from '../support/lifeboat.ts';
import {endProcessesOf, processesOf} from '../support/processes.ts';
import {outageDesk} from '../support/small-runbook.ts';

const drillMs = 120_000;
const scale = ['--scale', '2000'];

test('a drill that is killed goes on in its own lab and passes', {timeout: drillMs}, async () => {
  const desk = makeDesk();
  const program = desk.start(['drill', deletionRunbook, '--auto', ...scale]);
  await eventually(() => factsOf(desk).some(({type, step}) => type === 'began' && step === 'put_back'), drillMs).toBe(
    true,
  );
  await program.kill();
  expect(readdirSync(join(desk.state, 'lab'))).toHaveLength(1);

  const resumed = await desk.lifeboat(['resume']);
  expect({...failures(desk, resumed)}).toEqual({code: 0, stderr: '', failed: []});
  const restored = factsOf(desk).filter(({type, step}) => type === 'performed' && step === 'put_back');
  expect(restored.length).toBeLessThanOrEqual(1);
  expectNothingLeft(desk);
});

const failures = (desk: Desk, {code, stderr}: Ended) => ({
  code,
  stderr,
  failed: findingsOf(desk).filter(({ok}) => !ok),
});

test('what a killed drill left is removed by the next one, and never stands before an incident that waits', {
  timeout: drillMs,
}, async () => {
  const {desk, runbook} = outageDesk(`
  - id: tell
    title: Tell the people
    instruction: Say that the shop is down.
`);
  expect((await desk.lifeboat(['run', runbook])).code).toBe(7);
  const program = desk.start(['drill', deletionRunbook, '--auto', '--scale', '1000']);
  await eventually(() => program.stdout(), drillMs).toContain('Find the transaction that removed the rows: began');
  await program.kill();
  const killed = desk.runs().find(run => run.includes('accidental-deletion')) ?? '';

  const next = await desk.lifeboat(['drill', deletionRunbook, '--auto', '--scale', '1000']);
  expect(next).toMatchObject({code: 0, stderr: ''});
  expectNothingLeft(desk);

  const orphan = await desk.lifeboat(['resume', killed]);
  expect({code: orphan.code, stderr: orphan.stderr}).toEqual({code: 4, stderr: ''});
  expect(orphan.stdout).toContain('The run ended: aborted, because the lab of this drill is gone.');
  expect(orphan.stdout).toContain('The drill did NOT pass.');
  expect((await desk.lifeboat(['resume', killed])).stdout).toContain('has ended and is sealed');
  expect((await desk.lifeboat(['verify', killed])).code).toBe(0);

  const waiting = await desk.lifeboat(['resume']);
  expect(waiting.code).toBe(7);
  expect(waiting.stdout).toContain('a person is needed for tell (instruction)');
});

test('a drill that is told to stop while its lab is built leaves nothing', {timeout: drillMs}, async () => {
  const desk = makeDesk();
  const program = desk.start(['drill', deletionRunbook, '--auto', ...scale]);
  await eventually(() => program.stdout()).toContain('Lab: Make an empty PostgreSQL');
  program.child.kill('SIGTERM');
  const ended = await program.ended;
  expect(ended.code === 143 || ended.signal === 'SIGTERM').toBe(true);
  expectNoStackTrace(ended);
  expect(desk.runs()).toEqual([]);
  // What could not be taken down on the way out is taken down by the next command that meets it.
  await desk.lifeboat(['drill', deletionRunbook, '--auto', '--scale', '100']);
  expectNothingLeft(desk);
});

test('Ctrl-C in the middle of a long phase is heard then, and not when the phase has ended', {
  timeout: drillMs,
}, async () => {
  const desk = makeDesk();
  const program = desk.start(['drill', deletionRunbook, '--auto', '--scale', '400000']);
  await eventually(() => program.stdout()).toContain('Lab: Start it, with an archive for its WAL: done');
  program.child.kill('SIGINT');
  const ended = await program.ended;
  expect(ended.code).toBe(130);
  expect(ended.stderr).toBe('lifeboat: stopping; what was built of the lab is taken down\n');
  expect(ended.stdout).toContain('Lab: Load the ticketing dataset: FAILED');
  expect(ended.stdout).toContain('The drill was stopped before it began, and its lab is gone.');
  expect(desk.runs()).toEqual([]);
  expectNothingLeft(desk);
});

test('resume after a kill in the middle of the building of a lab says what still stands and how it goes', {
  timeout: drillMs,
}, async () => {
  const desk = makeDesk();
  const program = desk.start(['drill', deletionRunbook, '--auto', ...scale]);
  await eventually(() => program.stdout()).toContain('Lab: Start it, with an archive for its WAL: done');
  await program.kill();
  const lab = join(desk.lab, readdirSync(desk.lab)[0] ?? '');

  const resumed = await desk.lifeboat(['resume']);
  expect(resumed).toMatchObject({code: 0, stderr: ''});
  expect(resumed.stdout).toContain(`A lab that was being built still stands at ${lab};`);
  expect(resumed.stdout).toMatch(/Remove it with: .*lifeboat\S* lab down\n/);
  expect((await desk.lifeboat(['lab', 'down'])).code).toBe(0);
  expectNothingLeft(desk);
  expect((await desk.lifeboat(['resume'])).stdout).toBe('There is no interrupted run; nothing to resume.\n');
});

test('a lab that is to be kept stays, also when the drill was killed meanwhile, and it is said where and how it goes', {
  timeout: drillMs,
}, async () => {
  const desk = makeDesk();
  const program = desk.start(['drill', deletionRunbook, '--auto', '--scale', '500', '--keep-lab']);
  await eventually(
    () => factsOf(desk).some(({type, step}) => type === 'began' && step === 'find_deletion'),
    drillMs,
  ).toBe(true);
  await program.kill();
  const ended = await desk.lifeboat(['resume']);
  expect(ended.code).toBe(0);
  const lab = join(desk.lab, readdirSync(desk.lab)[0] ?? '');
  expect(ended.stdout).toContain(
    `the lab was not taken down: it was kept on purpose and stands at ${lab}; remove it with:`,
  );
  expect(ended.stdout).toMatch(/remove it with: .*lifeboat\S* lab down\)/);
  expect(processesOf(lab).length).toBeGreaterThan(0);

  expect((await desk.lifeboat(['lab', 'status'])).stdout).toContain('kept on purpose');
  expect((await desk.lifeboat(['lab', 'down'])).code).toBe(0);
  expectNothingLeft(desk);
});

test('a drill whose server died is closed by resume, and what is left of its lab is removed', {
  timeout: drillMs,
}, async () => {
  const desk = makeDesk();
  const program = desk.start(['drill', deletionRunbook, '--auto', '--scale', '100']);
  await eventually(
    () => factsOf(desk).some(({type, step}) => type === 'began' && step === 'find_deletion'),
    drillMs,
  ).toBe(true);
  await program.kill();
  endProcessesOf(desk.lab);
  await eventually(() => processesOf(desk.lab)).toEqual([]);

  const closed = await desk.lifeboat(['resume']);
  expect({code: closed.code, stderr: closed.stderr}).toEqual({code: 4, stderr: ''});
  expect(closed.stdout).toContain('the database of this lab is not running any more');
  expect(findingsOf(desk).map(({name, ok}) => [name, ok])).toEqual([
    ['runbook_recovered', false],
    ['lab_is_there', false],
    ['lab_removed', true],
  ]);
  expectNothingLeft(desk);
});
