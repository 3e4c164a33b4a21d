/** Where the record is kept must be safe and have room; otherwise nothing is begun, or the run is held in one sentence. */
import {spawnSync} from 'node:child_process';
import {chmodSync, chownSync, mkdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {writeLabRecord} from '../../src/lab/lab-record.ts';
import {type Desk, eventually, expectNoStackTrace, expectRefusal} from '../support/lifeboat.ts';
import {contentOf} from '../support/processes.ts';
import {marksOf, outageDesk} from '../support/small-runbook.ts';

test('a state directory that others may write to is refused for safety', async () => {
  const {desk, runbook} = outageDesk('');
  mkdirSync(desk.state);
  chmodSync(desk.state, 0o777);
  const ended = await desk.lifeboat(['run', runbook]);
  expectRefusal(ended, 9, /Other users may write to the state directory/);
  expect(ended.stderr).toContain(`chmod go-w ${desk.state}`);
  expect(desk.runs()).toEqual([]);
});

test('a state directory that others may write to is not resumed from either', async () => {
  const {desk, runbook} = outageDesk(`
  - id: tell
    title: Tell the people
    instruction: Say that the shop is down.
`);
  expect((await desk.lifeboat(['run', runbook])).code).toBe(7);
  chmodSync(desk.state, 0o777);
  expectRefusal(await desk.lifeboat(['resume']), 9, /Other users may write to the state directory/);
});

test.runIf(process.getuid?.() === 0)('a state directory of another user is refused for safety', async () => {
  const {desk, runbook} = outageDesk('');
  mkdirSync(desk.state);
  chownSync(desk.state, 65_534, 65_534);
  expectRefusal(await desk.lifeboat(['run', runbook]), 9, 'belongs to another user (uid 65534)');
});

test('a file or a dead link where the state directory should be is a sentence', async () => {
  const {desk, runbook} = outageDesk('');
  const file = desk.file('file', 'a letter');
  symlinkSync('/nowhere/at/all', join(desk.directory, 'dead'));
  for (const state of [file, join(file, 'below'), join(desk.directory, 'dead')]) {
    const ended = await desk.lifeboat(['run', runbook, '--state', state]);
    expect([2, 9]).toContain(ended.code);
    expectNoStackTrace(ended);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  }
  expect(contentOf(file)).toBe('a letter');
});

/** A disk of a given size; undefined where this account may not mount one. */
const smallDisk = (desk: Desk, bytes: number): string | undefined => {
  const path = join(desk.directory, 'disk');
  mkdirSync(path);
  const {status} = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0700`, 'tmpfs', path]);
  if (status !== 0) {
    return undefined;
  }
  onTestFinished(() => void spawnSync('umount', ['-l', path]));
  return path;
};

test('a full disk holds the run in one sentence, and it goes on once there is room', async context => {
  const {desk, runbook} = outageDesk(`
  - id: restore
    title: Restore the shop
    estimate: 1m
    command: {run: [/bin/sh, -c, 'echo begun >> marks; read go < gate'], cwd: "\${inputs.folder}"}
  - id: start
    title: Start the shop
    estimate: 1m
    command: {run: [/bin/sh, -c, 'echo started >> marks', sh, ${'x'.repeat(8_000)}], cwd: "\${inputs.folder}"}
`);
  const disk = smallDisk(desk, 512 * 1024);
  if (disk === undefined) {
    context.skip('this account may not mount a small disk');
    return;
  }
  spawnSync('mkfifo', [join(desk.directory, 'gate')]);
  const program = desk.start(['run', runbook, '--state', disk]);
  await eventually(() => marksOf(desk)).toEqual(['begun']);
  const filler = join(disk, 'filler');
  spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1k', 'count=1024']);
  desk.file('gate', 'go\n');
  const ended = await program.ended;
  expect({code: ended.code, stderr: ended.stderr}).toEqual({code: 7, stderr: ''});
  expect(ended.stdout).toMatch(/The run is held: .*is full.*free space/);
  expectNoStackTrace(ended);

  // While it is full not even the resume can begin, and says so.
  const stillFull = await desk.lifeboat(['resume', '--state', disk]);
  expect(stillFull.code).not.toBe(0);
  expect(`${stillFull.stdout}${stillFull.stderr}`).toMatch(/full/);
  expectNoStackTrace(stillFull);

  spawnSync('rm', [filler]);
  const resumed = await desk.lifeboat(['resume', '--state', disk]);
  expect(resumed).toMatchObject({code: 0, stderr: ''});
  expect(marksOf(desk)).toEqual(['begun', 'started']);
});

test('a disk that is full from the start begins no run', async context => {
  const {desk, runbook} = outageDesk('');
  const disk = smallDisk(desk, 64 * 1024);
  if (disk === undefined) {
    context.skip('this account may not mount a small disk');
    return;
  }
  spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`, 'bs=1k', 'count=1024']);
  const ended = await desk.lifeboat(['run', runbook, '--state', disk]);
  expect(ended.code).not.toBe(0);
  expect(ended.stderr).toMatch(/is full.*free space/);
  expectNoStackTrace(ended);
});

test('the labs of a state directory are listed for programs, also where there is none', async () => {
  const {desk} = outageDesk('');
  const state = join(desk.directory, 'other');
  const listed = async () => JSON.parse((await desk.lifeboat(['lab', 'status', '--json', '--state', state])).stdout);
  expect(await listed()).toEqual([]);
  const keeper = {pid: 1, startTicks: '0'};
  const lab = {
    format: 1,
    run: 'drill-k7q2xw',
    token: 't',
    directory: '/var/tmp/lab',
    dataset: 'ticketing',
    scale: 100,
  } as const;
  writeLabRecord(state, {...lab, keeper, servers: [], isKept: true});
  expect(await listed()).toEqual([{run: 'drill-k7q2xw', directory: '/var/tmp/lab', state: 'kept'}]);
});
