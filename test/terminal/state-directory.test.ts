/** Where the record is kept must be safe; otherwise nothing is begun. Whether it has room is for full-disk.test.ts. */
import {chmodSync, chownSync, mkdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {writeLabRecord} from '../../src/lab/lab-record.ts';
import {expectNoStackTrace, expectRefusal} from '../support/lifeboat.ts';
import {contentOf} from '../support/processes.ts';
import {outageDesk} from '../support/small-runbook.ts';

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
  expect(await listed()).toMatchObject([{run: 'drill-k7q2xw', directory: '/var/tmp/lab', state: 'kept'}]);
});
