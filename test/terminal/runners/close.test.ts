/** What is left of a session of runners when it is closed. */
import {expect, test} from 'vitest';
import {isAlive} from '../../../src/runners/process-table.ts';
import {
  eventually,
  gate,
  isLocked,
  request,
  runDirectory,
  session,
  shell,
  slow,
  traceOf,
} from '../../support/runner-session.ts';

const keepersAlive = (runDir: string): readonly boolean[] => traceOf(runDir).keepers.map(isAlive);

test('a session that is closed after its work has left no keeper behind', async () => {
  const runDir = runDirectory();
  const runners = session(runDir);
  await runners.perform(request(shell('echo copied')), () => undefined);
  expect(keepersAlive(runDir)).toEqual([true]);

  await runners.close();

  expect(keepersAlive(runDir)).toEqual([false]);
});

test('a session that is closed before its first action waits for the keeper that was only being started', async () => {
  const runDir = runDirectory();
  const runners = session(runDir);
  runners.warm();

  await runners.close();

  expect(keepersAlive(runDir)).toEqual([false]);
});

test('a session that is closed over a running program leaves it to its keeper, which goes with it', async () => {
  const runDir = runDirectory();
  const runners = session(runDir);
  const {path, open} = gate(runDir);
  const asked = request(slow(path));
  void runners.perform(asked, () => undefined);
  await eventually(() => runners.output(asked.attempt)).toEqual(['copying']);

  await runners.close();

  expect(keepersAlive(runDir)).toEqual([true]);
  expect(isLocked(runDir, 1)).toBe(true);
  open();
  await eventually(() => keepersAlive(runDir)).toEqual([false]);
});
