/** Programs that do all they can not to be ended: a stop reaches what they started, or names what it could not reach. */
import {spawn} from 'node:child_process';
import {symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {Performed} from '../../../src/engine/actions/runner.ts';
import {isAlive, listProcesses, type ProcessMark, startTicksOf} from '../../../src/runners/process-table.ts';
import {
  contentOf,
  eventually,
  gate,
  killKeeper,
  otherEngine,
  request,
  runDirectory,
  session,
  shell,
} from '../../support/runner-session.ts';

const marksIn = (path: string): readonly ProcessMark[] =>
  contentOf(path)
    .split('\n')
    .filter(line => /^\d+$/.test(line))
    .map(line => ({pid: Number(line), startTicks: startTicksOf(Number(line)) ?? ''}));

/** Starts the program, waits until it has written as many process numbers as said, stops it, and gives what came of it. */
const stopped = async (
  text: string,
  {pids, timeoutMs}: {readonly pids: number; readonly timeoutMs?: number},
): Promise<{readonly performed: Performed; readonly marks: readonly ProcessMark[]}> => {
  const runDir = runDirectory();
  const pidFile = join(runDir, 'pids');
  const asked = request(shell(text, pidFile), timeoutMs === undefined ? {} : {timeoutMs});
  const runners = session(runDir);
  const performing = runners.perform(asked, () => undefined);
  await eventually(() => marksIn(pidFile).length).toBe(pids);
  const marks = marksIn(pidFile);
  if (timeoutMs === undefined) {
    runners.stop(asked.attempt);
  }
  return {performed: await performing, marks};
};

const expectGone = (marks: readonly ProcessMark[]): void => {
  expect(marks.filter(isAlive)).toEqual([]);
};

/** In a session of its own, like a daemon; it writes its number into the file. */
const daemon = (then = 'exec sleep 1000') => `setsid sh -c 'echo $$ >> "$0"; ${then}' "$1" &`;

test.each([
  ['went into a session of its own', `${daemon()} wait`],
  ['forked twice and went to the parent of all', `(${daemon()}) & wait; read never < /dev/zero`],
  [
    'closed all that it had inherited',
    `exec 3>&-; ${daemon('exec sleep 1000 >/dev/null 2>&1 3>&-')} exec >/dev/null 2>&1; wait`,
  ],
  [
    'has an environment of its own, and still prints',
    `setsid env -i sh -c 'echo $$ >> "$0"; exec sleep 1000' "$1" & wait`,
  ],
])('a stop reaches a child that %s', async (_how, text) => {
  const {performed, marks} = await stopped(text, {pids: 1});

  expect(performed).toMatchObject({ok: false, certain: false, reason: 'sh was ended by SIGTERM'});
  expectGone(marks);
});

test('what wiped all that would tie it to the program is named, and not ended: it may be of a server', async () => {
  // Forked twice, so that not even its parent is left.
  const wiped = `(setsid env -i sh -c 'echo $$ >> "$0"; exec sleep 1000' "$1" >/dev/null 2>&1 &); sleep 1000`;
  const {performed, marks} = await stopped(wiped, {pids: 1});
  const [{pid} = {pid: 0}] = marks;
  onTestFinished(() => void process.kill(pid, 'SIGKILL'));

  expect(performed.reason).toBe(`sh was ended by SIGTERM; this still runs and may be of it: sleep (process ${pid})`);
  expect(marks.filter(isAlive)).toEqual(marks);
});

test('a time-out reaches it too', async () => {
  const {performed, marks} = await stopped(`${daemon()} wait`, {pids: 1, timeoutMs: 1_500});

  expect(performed).toMatchObject({ok: false, certain: false, reason: 'sh was stopped: it had not ended after 1.5 s'});
  expectGone(marks);
});

test('who takes no notice of being asked is ended after the grace time, in whatever session', async () => {
  const deaf = `trap "" TERM; echo $$ >> "$1"; ${daemon('trap "" TERM; while :; do sleep 1; done')} while :; do sleep 1; done`;
  const {performed, marks} = await stopped(deaf, {pids: 2});

  expect(performed).toMatchObject({ok: false, certain: false, reason: 'sh was ended by SIGKILL'});
  expectGone(marks);
});

test('two hundred daemons at once are no more than one', async () => {
  const storm = `i=0; while [ $i -lt 200 ]; do i=$((i+1)); ${daemon()} done; wait`;
  const {performed, marks} = await stopped(storm, {pids: 200});

  expect(performed.certain).toBe(false);
  expectGone(marks);
});

test('a stop ends nothing of another step, nor what the step before left running on purpose', async () => {
  const runDir = runDirectory();
  const runners = session(runDir);
  const server = join(runDir, 'server');
  const other = join(runDir, 'other');
  const attemptOf = (step: string) => ({attempt: {run: 'a-run', step, attempt: 1}});
  // It is over when it has ended itself, whatever goes on behind it.
  const started = await runners.perform(request(shell(daemon(), server), attemptOf('start_server')), () => undefined);
  expect(started).toMatchObject({ok: true, certain: true});
  await eventually(() => marksIn(server).length).toBe(1);
  const beside = runners.perform(
    request(shell(`${daemon()} read go < "$2"`, other, gate(runDir).path), attemptOf('beside')),
    () => undefined,
  );
  await eventually(() => marksIn(other).length).toBe(1);
  const left = [...marksIn(server), ...marksIn(other)];
  onTestFinished(() => {
    for (const {pid} of left.filter(isAlive)) {
      process.kill(pid, 'SIGKILL');
    }
  });

  const pidFile = join(runDir, 'pids');
  const asked = request(shell(`${daemon()} wait`, pidFile), attemptOf('copy'));
  const copying = runners.perform(asked, () => undefined);
  await eventually(() => marksIn(pidFile).length).toBe(1);
  const own = marksIn(pidFile);
  runners.stop(asked.attempt);
  await copying;

  expectGone(own);
  expect(left.filter(isAlive)).toEqual(left);
  runners.stop(attemptOf('beside').attempt);
  await beside;
});

test('with engine and keeper killed, the next session reaches all of it as well', async () => {
  const runDir = runDirectory();
  const pidFile = join(runDir, 'pids');
  const asked = request(shell(`${daemon()} wait`, pidFile));
  const engine = await otherEngine(runDir, asked);
  await eventually(() => marksIn(pidFile).length).toBe(1);
  const marks = marksIn(pidFile);
  await engine.kill();
  await killKeeper(runDir);
  const runners = session(runDir, {session: 2});
  runners.stop(asked.attempt);
  const found = await runners.find(asked, 1, engine.child);

  expect(found.found === 'running' ? await found.ended : found).toMatchObject({found: 'nothing'});
  expectGone([...marks, engine.child]);
});

test('what reads standard input finds its end, and does not wait for a person', async () => {
  const performed = await session(runDirectory()).perform(
    request(shell('read answer || echo "nobody there"')),
    () => undefined,
  );

  expect(performed).toMatchObject({ok: true, scope: {stdout: 'nobody there'}});
});

test('a program that is called as no program should be is told from its number by its start time', () => {
  const program = join(runDirectory(), 'a b) c');
  symlinkSync('/bin/sleep', program);
  const child = spawn(program, ['1000'], {stdio: 'ignore'});
  onTestFinished(() => void child.kill('SIGKILL'));
  const pid = child.pid ?? 0;
  const mark = {pid, startTicks: startTicksOf(pid) ?? ''};

  expect(isAlive(mark)).toBe(true);
  expect(isAlive({...mark, startTicks: `${Number(mark.startTicks) + 1}`})).toBe(false);
  expect(listProcesses().find(one => one.pid === pid)).toMatchObject({
    parentId: process.pid,
    startTicks: mark.startTicks,
  });
});
