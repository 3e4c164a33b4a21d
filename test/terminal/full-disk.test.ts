/** A disk that is full or fails in the middle of a real run: it goes on, says so, and comes home when there is room again. */
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {expect, type TestContext, test} from 'vitest';
import {type DrivenRun, driveRun} from '../support/driven-run.ts';
import {type Desk, eventually, expectNoStackTrace, expectRefusal} from '../support/lifeboat.ts';
import {abortDisk, ext4Disk, memoryDisk, mendDisk, type SmallDisk} from '../support/small-disk.ts';
import {marksOf, outageDesk, restartBetweenQuestions} from '../support/small-runbook.ts';

const mebibyte = 1024 * 1024;

/** The disk, or the test is skipped. */
const need = (context: TestContext, disk: SmallDisk | undefined): SmallDisk =>
  disk ?? context.skip('this account may not mount a small disk');

/** The program that does without Lifeboat: the script of the format's page over the files in the order of their names. */
const verifiedByShell = (desk: Desk, runDirectory: string): string => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/guides/verify-a-journal.md'), 'utf8');
  const script = /^```sh verify-journal.sh\n(.*?)^```$/ms.exec(page)?.[1] ?? 'exit 99';
  const shell = 'cat journal.jsonl journal-*.jsonl > "$1" && shift && sh -c "$@"';
  const all = join(desk.directory, 'all.jsonl');
  const {stdout} = spawnSync('sh', ['-c', shell, 'sh', all, script, 'verify-journal.sh', all], {
    cwd: runDirectory,
    encoding: 'utf8',
  });
  return stdout.trim();
};

const runIn = ({path}: SmallDisk): string => join(path, 'runs', readdirSync(join(path, 'runs'))[0] ?? 'none');

const verdictOf = async (desk: Desk, {path}: SmallDisk, env = {}) => {
  const run = readdirSync(join(path, 'runs'))[0] ?? 'none';
  const {stdout} = await desk.lifeboat(['verify', run, '--json', '--state', path], {env});
  return JSON.parse(stdout);
};

/** Notes until the record says that it is degraded. */
const noteUntilDegraded = async (run: DrivenRun): Promise<void> => {
  for (let count = 0; count < 40 && !run.said().some(({type}) => type === 'degraded'); count += 1) {
    run.send({intent: 'note', value: `The venue was called. ${'x'.repeat(300)} ${count}`});
    await run.hears({type: 'noted', text: `The venue was called. ${'x'.repeat(300)} ${count}`});
  }
  await run.hears({type: 'degraded'});
};

test('a run whose disk fills goes on in the reserve, also for who watches, and its record is whole again once there is room', async context => {
  const {desk, runbook} = outageDesk(restartBetweenQuestions);
  const disk = need(context, memoryDisk(desk, mebibyte));
  const run = driveRun(desk, ['run', runbook, '--state', disk.path]);
  await run.hears({type: 'asked', step: 'look'});
  const watching = desk.start(['watch', basename(runIn(disk)), '--json', '--state', disk.path]);
  await eventually(watching.stdout).toContain('"type":"asked"');
  const screen = desk.terminal(['watch', basename(runIn(disk)), '--state', disk.path], {columns: 110, rows: 30});
  await screen.shows('Is the lamp on?');
  disk.fill();
  await noteUntilDegraded(run);
  expect(await run.hears({type: 'degraded'})).toMatchObject({
    cause: 'ENOSPC',
    follows: 'journal.jsonl',
    where: 'run-directory',
    file: 'journal-0002.jsonl',
  });
  run.send({intent: 'done', step: 'look'});
  await run.hears({type: 'asked', step: 'call'});
  expect(marksOf(desk)).toEqual(['restarted']);
  await eventually(watching.stdout).toContain('"step":"call"');
  await screen.shows(' RECORD DEGRADED ');
  await screen.shows('RECORD DEGRADED: the disk is full; it goes on in journal-0002.jsonl');
  await run.started.kill();
  await eventually(watching.stdout).toContain('"type":"degraded"');
  expect(await verdictOf(desk, disk)).toMatchObject({ok: true, verdict: 'OK'});

  // A plain resume on the disk that is still full says that it is not over.
  const still = await desk.lifeboat(['resume', '--state', disk.path]);
  expect({code: still.code, restored: still.stdout.includes('whole again')}).toEqual({code: 7, restored: false});
  expectNoStackTrace(still);

  disk.free();
  const again = driveRun(desk, ['resume', '--state', disk.path]);
  await again.hears({type: 'restored', file: 'journal-0002.jsonl'});
  await eventually(() => screen.screen().join('\n')).not.toContain(' RECORD DEGRADED ');
  again.send({intent: 'done', step: 'call'});
  await again.hears({type: 'sealed'});
  expect((await again.close()).code).toBe(0);
  expect(await verdictOf(desk, disk)).toMatchObject({ok: true, verdict: 'OK', problems: []});
  expect(verifiedByShell(desk, runIn(disk))).toMatch(/^ok \d+ records, head [0-9a-f]{64}$/);
  expect((await watching.ended).code).toBe(0);
  expect((await screen.exited).code).toBe(0);
});

test.for([
  ['in memory', (desk: Desk) => memoryDisk(desk, mebibyte)],
  ['with ext4', (desk: Desk) => ext4Disk(desk, 8 * mebibyte)],
] as const)(
  'the reserve of a full disk %s holds 150 records, then the run is held in one sentence',
  async ([, make], context) => {
    const {desk, runbook} = outageDesk(restartBetweenQuestions);
    const disk = need(context, make(desk));
    const run = driveRun(desk, ['run', runbook, '--state', disk.path]);
    await run.hears({type: 'asked', step: 'look'});
    disk.fill();
    await noteUntilDegraded(run);
    for (let count = 0; count < 1_000; count += 1) {
      run.send({intent: 'note', value: `Call ${count} to the venue: they wait in the hall, nobody has left yet.`});
    }
    run.send({intent: 'done', step: 'look'});
    const ended = await run.started.ended;
    const facts = run.said().filter(({type}) => type !== 'wanted' && type !== 'refused');
    // What was said last was accepted by nobody, and nothing was done for it.
    expect(facts.length - 1 - facts.findIndex(({type}) => type === 'degraded')).toBeGreaterThanOrEqual(150);
    expect(run.said().at(-1)).toMatchObject({type: 'refused'});
    expect(marksOf(desk)).toEqual([]);
    expect({code: ended.code, stderr: ended.stderr}).toEqual({
      code: 7,
      stderr: expect.stringMatching(/^The run is held: .* is full.* What was recorded is safe\..* on paper/m),
    });
    expectNoStackTrace(ended);
    expect(await verdictOf(desk, disk)).toMatchObject({ok: true, entries: facts.length});
  },
);

test('a disk that takes no writes any more sends the record to the fallback, and resume brings it home without being told from where', async context => {
  const {desk, runbook} = outageDesk(restartBetweenQuestions);
  const disk = need(context, ext4Disk(desk, 8 * mebibyte));
  const fallback = join(desk.directory, 'fallback');
  const run = driveRun(desk, ['run', runbook, '--state', disk.path], {LIFEBOAT_FALLBACK: fallback});
  await run.hears({type: 'asked', step: 'look'});
  expect(abortDisk(disk)).toBe(true);
  run.send({intent: 'note', value: 'The provider has trouble'});
  expect(await run.hears({type: 'degraded'})).toMatchObject({
    where: 'fallback',
    directory: join(fallback, readdirSync(join(disk.path, 'runs'))[0] ?? ''),
  });
  run.send({intent: 'done', step: 'look'});
  // A program needs files in the run's directory; what people do goes on.
  await run.hears({type: 'failed', step: 'restart'});
  run.send({intent: 'skip', step: 'restart', reason: 'It was restarted by hand'});
  await run.hears({type: 'asked', step: 'call'});
  const {stderr, code} = await run.close();
  expect({code, stderr}).toMatchObject({code: 7, stderr: expect.stringMatching(/The run is held/)});
  const recorded = run.said().filter(({type}) => type !== 'wanted').length;

  mendDisk(desk, disk);
  expect(await verdictOf(desk, disk)).toMatchObject({ok: true, entries: recorded});
  const again = await desk.lifeboat(['resume', '--plain', '--state', disk.path]);
  expect(again).toMatchObject({code: 7, stdout: expect.stringMatching(/The record is whole again/)});
  expect(existsSync(join(fallback, readdirSync(join(disk.path, 'runs'))[0] ?? ''))).toBe(false);
  expect(await verdictOf(desk, disk)).toMatchObject({ok: true, verdict: 'OK'});
  expect(verifiedByShell(desk, runIn(disk))).toMatch(/^ok /);
});

test('an incident on a small disk begins when a person says so, and a drill does not begin', async context => {
  const {desk, runbook} = outageDesk(restartBetweenQuestions);
  const disk = need(context, memoryDisk(desk, mebibyte));
  const terminal = desk.terminal(['run', runbook, '--state', disk.path], {columns: 110, rows: 30});
  await terminal.shows('Type "begin" to go on');
  terminal.type('yes');
  terminal.press('enter');
  expect((await terminal.exited).code).toBe(6);
  expect(readdirSync(disk.path)).toEqual(['ballast']);

  const second = desk.terminal(['run', runbook, '--state', disk.path], {columns: 110, rows: 30});
  await second.shows('Type "begin" to go on');
  second.type('begin');
  second.press('enter');
  await second.shows('Is the lamp on?');
  await second.shows('DISK NEARLY FULL');
  second.press('ctrl-c', 'ctrl-c');
  expect((await second.exited).code).toBe(130);

  expectRefusal(
    await desk.lifeboat(['drill', 'accidental-deletion', '--state', disk.path]),
    9,
    /nearly full: .* are free; a drill is not begun/,
  );
});

test('a disk without inodes holds the program that needs files, in one sentence, and the record goes on', async context => {
  const {desk, runbook} = outageDesk(restartBetweenQuestions);
  const disk = need(context, ext4Disk(desk, 8 * mebibyte, 64));
  const run = driveRun(desk, ['run', runbook, '--state', disk.path]);
  await run.hears({type: 'asked', step: 'look'});
  for (let count = 0; count < 64; count += 1) {
    spawnSync('touch', [join(disk.path, `taken-${count}`)]);
  }
  run.send({intent: 'done', step: 'look'});
  expect(await run.hears({type: 'failed', step: 'restart'})).toMatchObject({
    reason: expect.stringMatching(/the disk that holds the run is full/),
  });
  run.send({intent: 'note', value: 'The record goes on'});
  await run.hears({type: 'noted', text: 'The record goes on'});
  expect((await run.close()).code).toBe(7);
  const other = await desk.lifeboat(['run', runbook, '--state', disk.path]);
  expectRefusal(other, 2, /is full.*free space/);
  expect(await verdictOf(desk, disk)).toMatchObject({ok: true});
});

test('on a disk that is full from the start an incident begins in the reserve of the runs before, and without one it does not', async context => {
  const {desk, runbook} = outageDesk(restartBetweenQuestions);
  const disk = need(context, memoryDisk(desk, mebibyte));
  disk.fill();
  const refused = await desk.lifeboat(['run', runbook, '--state', disk.path]);
  expectRefusal(refused, 2, /is full.*free space/);
  disk.free();
  expect((await desk.lifeboat(['run', runbook, '--state', disk.path])).code).toBe(7);
  disk.fill();
  const begun = await desk.lifeboat(['run', runbook, '--state', disk.path]);
  expect(begun).toMatchObject({code: 7, stdout: expect.stringMatching(/a person is needed for look/)});
  const last = readdirSync(join(disk.path, 'runs')).at(-1) ?? '';
  const {stdout} = await desk.lifeboat(['verify', last, '--json', '--state', disk.path]);
  expect(JSON.parse(stdout)).toMatchObject({ok: true});
});
