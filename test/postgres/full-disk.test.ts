/** A lab whose disk is full or whose server dies: one sentence with a way out, and nothing is left standing. */
import {existsSync, readdirSync, renameSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {serversIn} from '../../src/postgres/process-identity.ts';
import {expectNothingLeft, finding, findingsOf} from '../support/drills.ts';
import {
  type Desk,
  deletionRunbook,
  eventually,
  expectNoStackTrace,
  expectRefusal,
  factsOf,
  makeDesk,
  shellLine,
} from '../support/lifeboat.ts';

const drillMs = 120_000;
const wayOut = 'set LIFEBOAT_LAB to a directory on another disk';

// Files may not grow beyond a limit; blocks of 512 bytes, for the server and for the program alike.
test.each([
  ['has no room for an empty cluster', 1_000, /initdb failed: .*File too large/],
  ['has no room for the dataset', 6_000, /the dataset cannot be loaded: .*File too large/],
])('a disk that %s is said so, with a way out', {timeout: drillMs}, async (_case, blocks, says) => {
  const desk = makeDesk();
  const ended = await shellLine(desk, `ulimit -f ${blocks}; lifeboat drill ${deletionRunbook} --auto --scale 20000`);
  expectRefusal(ended, 2, says);
  expect(ended.stderr).toContain(wayOut);
  expect(desk.runs()).toEqual([]);
  expectNothingLeft(desk);
});

const labOf = (desk: Desk): string => join(desk.lab, readdirSync(desk.lab)[0] ?? 'none');

/** What is written to that file from now on finds the disk full. */
const fillUp = (desk: Desk, file: string): void => {
  const full = join(desk.directory, 'full');
  symlinkSync('/dev/full', full);
  renameSync(full, join(labOf(desk), file));
};

test.each([
  ['damage.json', 'what the fault did cannot be written down: ENOSPC'],
  ['acknowledged.jsonl', 'what the application of the lab was told cannot be written down: ENOSPC'],
])('a disk that is full when %s is written ends the drill before it begins', {timeout: drillMs}, async (file, says) => {
  const desk = makeDesk();
  const program = desk.start(['drill', deletionRunbook, '--auto', '--scale', '100']);
  await eventually(() => existsSync(join(labOf(desk), 'acknowledged.jsonl'))).toBe(true);
  fillUp(desk, file);
  const ended = await program.ended;
  expectRefusal(ended, 2, says);
  expect(ended.stderr).toContain(wayOut);
  expect(desk.runs()).toEqual([]);
  expectNothingLeft(desk);
});

test('a disk that fills up during the drill does not end it with a fault of ours; it has not passed, and says why', {
  timeout: drillMs,
}, async () => {
  const desk = makeDesk();
  const program = desk.start(['drill', deletionRunbook, '--auto', '--scale', '100']);
  await eventually(() => factsOf(desk).some(({type}) => type === 'began')).toBe(true);
  fillUp(desk, 'acknowledged.jsonl');
  const ended = await program.ended;
  expect({code: ended.code, stderr: ended.stderr}).toEqual({code: 4, stderr: ''});
  expectNoStackTrace(ended);
  expect(finding(desk, 'application_recorded')).toMatchObject({ok: false, detail: expect.stringContaining(wayOut)});
  expect(findingsOf(desk).filter(({ok}) => !ok)).toHaveLength(1);
  expectNothingLeft(desk);
});

test('a server that dies while the lab is built ends the drill with a sentence', {timeout: drillMs}, async () => {
  const desk = makeDesk();
  const program = desk.start(['drill', deletionRunbook, '--auto', '--scale', '50000']);
  await eventually(() => program.stdout()).toContain('Lab: Start it, with an archive for its WAL: done');
  for (const {pid} of serversIn(labOf(desk)) ?? []) {
    process.kill(pid, 'SIGKILL');
  }
  const ended = await program.ended;
  expectRefusal(ended, 2, /the dataset cannot be loaded|connect/);
  expect(desk.runs()).toEqual([]);
  expectNothingLeft(desk);
});
