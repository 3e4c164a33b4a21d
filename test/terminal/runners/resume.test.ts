/** What a program came to when the engine, its keeper or both were killed while it ran. */
import {spawn} from 'node:child_process';
import {closeSync, mkdirSync, openSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {lookFor} from '../../../src/runners/keeper-watch.ts';
import {isAlive, startTicksOf} from '../../../src/runners/process-table.ts';
import {
  contentOf,
  eventually,
  gate,
  isLocked,
  killKeeper,
  otherEngine,
  request,
  runDirectory,
  session,
  shell,
  slow,
  traceOf,
} from '../../support/runner-session.ts';

test('a program outlives its killed engine, is seen to run, and its end is found', async () => {
  const runDir = runDirectory();
  const {path, open} = gate(runDir);
  const asked = request(slow(path));
  const engine = await otherEngine(runDir, asked);
  await engine.kill();

  const runners = session(runDir, {session: 2});
  const found = await runners.find(asked, 1, engine.child);
  expect(found).toMatchObject({found: 'running', pid: engine.child.pid});
  await eventually(() => runners.output(asked.attempt)).toEqual(['copying']);
  open();

  const later = found.found === 'running' ? await found.ended : found;
  expect(later).toMatchObject({
    found: 'finished',
    performed: {ok: false, certain: true, scope: {exit: 3, stdout: 'copying\ncopied 17 rows'}, output: {bytes: 23}},
  });
  expect(readFileSync(join(runDir, 'output', 'put_back#1.log'), 'utf8')).toBe('copying\ncopied 17 rows\n');
});

test('a program that ended while nobody looked is found finished, at the time when it ended', async () => {
  const runDir = runDirectory();
  const {path, open} = gate(runDir);
  const asked = request(slow(path));
  const engine = await otherEngine(runDir, asked);
  await engine.kill();
  open();
  await eventually(() => isLocked(runDir, 1)).toBe(false);
  const endedAtMs = traceOf(runDir).outcome?.atMs;

  const found = await session(runDir, {session: 2}).find(asked, 1, engine.child);

  expect(found).toMatchObject({found: 'finished', endedAtMs, performed: {scope: {exit: 3}}});
});

test('with the keeper killed too, the program still runs to its end, and then nobody can say what it did', async () => {
  const runDir = runDirectory();
  const {path, open} = gate(runDir);
  const asked = request(slow(path));
  const engine = await otherEngine(runDir, asked);
  await engine.kill();
  await killKeeper(runDir);

  const runners = session(runDir, {session: 2});
  const found = await runners.find(asked, 1, engine.child);
  expect(found).toMatchObject({found: 'running', pid: engine.child.pid});
  open();

  const later = found.found === 'running' ? await found.ended : found;
  expect(later).toEqual({found: 'nothing', cause: 'it left no result and nothing of it runs any more'});
  expect(isAlive(engine.child)).toBe(false);
  expect(runners.output(asked.attempt)).toEqual(['copying', 'copied 17 rows']);
});

test('another process that was given the number of the program is not taken for it', async () => {
  const runDir = runDirectory();
  const {path, open} = gate(runDir);
  const asked = request(slow(path));
  const engine = await otherEngine(runDir, asked);
  await engine.kill();
  await killKeeper(runDir);
  open();
  await eventually(() => isLocked(runDir, 1)).toBe(false);

  const reused = {pid: process.pid, startTicks: engine.child.startTicks};
  const found = await session(runDir, {session: 2}).find(asked, 1, reused);

  expect(found).toMatchObject({found: 'nothing'});
});

test('a daemon that the program left behind is not the program', async () => {
  const runDir = runDirectory();
  const pidFile = join(runDir, 'daemon.pid');
  const asked = request(
    shell('setsid sh -c \'echo $$ > "$0"; exec sleep 1000\' "$1" & read go < "$2"', pidFile, gate(runDir).path),
  );
  const engine = await otherEngine(runDir, asked);
  await eventually(() => contentOf(pidFile)).toMatch(/^\d+\n$/);
  await engine.kill();
  await killKeeper(runDir);
  process.kill(-engine.child.pid, 'SIGKILL');
  await eventually(() => isAlive(engine.child)).toBe(false);

  try {
    const found = await session(runDir, {session: 2}).find(asked, 1, engine.child);
    expect(isLocked(runDir, 1)).toBe(true);
    expect(found).toMatchObject({
      found: 'nothing',
      cause: expect.stringContaining('something that its session started still does'),
    });
  } finally {
    process.kill(Number(contentOf(pidFile)), 'SIGKILL');
  }
});

test('what went on in the background of the program counts as the program', async () => {
  const runDir = runDirectory();
  const {path, open} = gate(runDir);
  const asked = request(
    shell('(read go < "$1"; echo copied > "$2") & read never < "$3"', path, join(runDir, 'mark'), path),
  );
  const engine = await otherEngine(runDir, asked);
  await engine.kill();
  await killKeeper(runDir);
  process.kill(engine.child.pid, 'SIGKILL');
  await eventually(() => isAlive(engine.child)).toBe(false);

  const found = await session(runDir, {session: 2}).find(asked, 1, engine.child);
  expect(found.found).toBe('running');
  open();
  expect(found.found === 'running' && (await found.ended).found).toBe('nothing');
  expect(contentOf(join(runDir, 'mark'))).toBe('copied\n');
});

test('the time-out of a killed engine still ends the program', async () => {
  const runDir = runDirectory();
  const asked = request(shell('sleep 1000'), {timeoutMs: 500});
  const engine = await otherEngine(runDir, asked);
  await engine.kill();

  const found = await session(runDir, {session: 2}).find(asked, 1, engine.child);
  const later = found.found === 'running' ? await found.ended : found;

  expect(later).toMatchObject({found: 'finished', performed: {ok: false, certain: false}});
});

test('an attempt is found two sessions later as well', async () => {
  const runDir = runDirectory();
  const {path, open} = gate(runDir);
  const asked = request(slow(path));
  const engine = await otherEngine(runDir, asked);
  await engine.kill();

  const found = await session(runDir, {session: 3}).find(asked, 1, engine.child);
  expect(found.found).toBe('running');
  open();
  expect(found.found === 'running' && (await found.ended)).toMatchObject({found: 'finished'});
});

test('an attempt that no keeper ever took leaves nothing', async () => {
  const found = await session(runDirectory(), {session: 2}).find(request(shell('true')), 1);

  expect(found).toEqual({found: 'nothing', cause: 'it left no result and nothing of it runs any more'});
});

test('an order that is still on its way to a keeper is no attempt that did not happen', async () => {
  // The engine was killed right after it had started a keeper: the lock is held, and nobody has written anything yet.
  let isHeld = true;
  const runners = session(runDirectory(), {session: 2, isSessionLocked: () => isHeld});

  const found = await runners.find(request(shell('true')), 1);
  expect(found).toMatchObject({found: 'running', pid: null});
  isHeld = false;

  expect(found.found === 'running' && (await found.ended).found).toBe('nothing');
});

test('a keeper that takes minutes to start on a busy machine is waited for, since it still has the order', async () => {
  const recordPath = join(runDirectory(), 'session-1.jsonl');
  const recordFd = openSync(recordPath, 'a', 0o600);
  // As a keeper before its first word: its standard error is the record, and nothing stands there.
  const starting = spawn('sleep', ['1000'], {stdio: ['ignore', 'ignore', recordFd]});
  onTestFinished(() => void starting.kill('SIGKILL'));
  closeSync(recordFd);
  const minutesAgo = performance.now() - 600_000;
  const look = () =>
    lookFor({attempt: 'put_back#1', recordPath, isLocked: () => true, child: undefined, files: []}, minutesAgo);
  expect(look()).toMatchObject({sight: 'running', pid: null});

  starting.kill('SIGKILL');
  await eventually(() => look().sight).toBe('gone');
});

test('statements end with the program that sent them', async () => {
  const action = {
    kind: 'sql',
    connection: 'postgres://db/tickets',
    statements: ['select 1'],
    params: [],
    transaction: false,
  } as const;

  expect(await session(runDirectory(), {session: 2}).find(request(action), 1)).toMatchObject({found: 'nothing'});
});

test('after a restart of the host no process is taken for the program, whatever its number', async () => {
  const runDir = runDirectory();
  const here = {pid: process.pid, startTicks: startTicksOf(process.pid) ?? ''};
  const lines = [
    {type: 'keeper', ...here, bootId: 'another'},
    {type: 'spawned', id: 1, attempt: 'put_back#1', ...here, mark: 'm', out: 'o', err: 'e', deadlineUptimeS: 0},
  ];
  mkdirSync(join(runDir, 'spool'));
  writeFileSync(join(runDir, 'spool', 'session-1.jsonl'), lines.map(line => `${JSON.stringify(line)}\n`).join(''));

  expect(await session(runDir, {session: 2}).find(request(shell('true')), 1, here)).toEqual({
    found: 'nothing',
    cause: 'the host was restarted while it ran, and it left no result',
  });
});
