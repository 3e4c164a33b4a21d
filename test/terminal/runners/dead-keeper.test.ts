/** What the engine knows of a program whose keeper is killed while the engine itself goes on. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {
  eventually,
  gate,
  killKeeper,
  request,
  runDirectory,
  session,
  shell,
  slow,
} from '../../support/runner-session.ts';

test('when the keeper is killed the engine waits for the program and says that it does not know', async () => {
  const runDir = runDirectory();
  const runners = session(runDir);
  const {path, open} = gate(runDir);
  const asked = request(slow(path));
  const performing = runners.perform(asked, () => undefined);
  await eventually(() => runners.output(asked.attempt)).toEqual(['copying']);
  await killKeeper(runDir);

  // Other work goes on under a new keeper, once the engine has seen that the old one is gone.
  let attempt = 0;
  const next = async () => {
    attempt += 1;
    const other = request(shell('echo next'), {attempt: {run: 'a-run', step: 'check', attempt}});
    return (await runners.perform(other, () => undefined)).scope.stdout;
  };
  await eventually(next).toBe('next');
  open();

  const performed = await performing;
  expect(performed).toMatchObject({ok: false, certain: false, scope: {stdout: 'copying\ncopied 17 rows'}});
  expect(performed.reason).toBe('the keeper ended (SIGKILL) while sh ran; whether it did its work is not known');
});

test('what a dead keeper cannot end any more is ended by the engine when its time is up', async () => {
  const runDir = runDirectory();
  const runners = session(runDir);
  const asked = request(shell('echo "copying"; sleep 1000'), {timeoutMs: 4_000});
  const performing = runners.perform(asked, () => undefined);
  await eventually(() => runners.output(asked.attempt)).toEqual(['copying']);
  await killKeeper(runDir);

  expect(await performing).toMatchObject({ok: false, certain: false, scope: {stdout: 'copying'}});
});

test('a keeper that cannot be started is a sentence, and nothing was done', async () => {
  const runDir = runDirectory();
  const mark = join(runDir, 'mark');
  const runners = session(runDir, {keeperPath: join(runDir, 'no-keeper.cjs')});

  const performed = await runners.perform(request(shell('touch "$1"', mark)), () => undefined);

  expect(performed).toMatchObject({ok: false, certain: true});
  expect(performed.reason).toBe('sh was not started: the keeper ended (exit code 1) before it took the order');
  expect(existsSync(mark)).toBe(false);
});
