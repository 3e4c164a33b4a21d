/** A program that a person has ended before its time: the whole group goes, and nobody claims to know what it did. */
import {expect, test, vi} from 'vitest';
import {isSessionAlive, type ProcessMark} from '../../../src/runners/process-table.ts';
import {
  eventually,
  gate,
  killKeeper,
  otherEngine,
  request,
  runDirectory,
  session,
  shell,
  slow,
} from '../../support/runner-session.ts';

test('it is asked to end with all that it started, and its outcome is uncertain', async () => {
  const runners = session(runDirectory());
  const asked = request(shell('sleep 600 & echo copying; wait'));
  const child = Promise.withResolvers<ProcessMark>();
  const performed = runners.perform(asked, child.resolve);
  const mark = await child.promise;
  await eventually(() => runners.output(asked.attempt)).toEqual(['copying']);
  runners.stop(asked.attempt);

  expect(await performed).toMatchObject({
    ok: false,
    certain: false,
    reason: 'sh was ended by SIGTERM',
    scope: {stdout: 'copying'},
  });
  await vi.waitFor(() => expect(isSessionAlive(mark)).toBe(false));
});

test('it is uncertain too what a program did that ends well when it is asked to', async () => {
  const runners = session(runDirectory());
  const asked = request(shell('trap "exit 0" TERM; echo copying; while :; do sleep 0.05; done'));
  const performed = runners.perform(asked, () => undefined);
  await eventually(() => runners.output(asked.attempt)).toEqual(['copying']);
  runners.stop(asked.attempt);

  expect(await performed).toMatchObject({ok: true, certain: false});
});

test('a child of a former session is stopped too, with its keeper alive', async () => {
  const runDir = runDirectory();
  const asked = request(slow(gate(runDir).path));
  const engine = await otherEngine(runDir, asked);
  await engine.kill();
  const runners = session(runDir, {session: 2});
  const found = await runners.find(asked, 1, engine.child);
  runners.stop(asked.attempt);

  expect(found.found === 'running' ? await found.ended : found).toMatchObject({
    found: 'finished',
    performed: {ok: false, certain: false},
  });
  expect(isSessionAlive(engine.child)).toBe(false);
});

test('and with its keeper dead, where the stop was asked for before it was found', async () => {
  const runDir = runDirectory();
  const asked = request(slow(gate(runDir).path));
  const engine = await otherEngine(runDir, asked);
  await engine.kill();
  await killKeeper(runDir);
  const runners = session(runDir, {session: 2});
  runners.stop(asked.attempt);
  const found = await runners.find(asked, 1, engine.child);

  expect(found.found === 'running' ? await found.ended : found).toMatchObject({found: 'nothing'});
  expect(isSessionAlive(engine.child)).toBe(false);
});
