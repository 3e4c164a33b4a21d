/** A step of the shipped program that does not want to be ended: what a person who stops it is told, and what is left of it. */
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {isAlive, startTicksOf} from '../../src/runners/process-table.ts';
import {driveRun} from '../support/driven-run.ts';
import {eventually, factsOf, typesOf} from '../support/lifeboat.ts';
import {contentOf} from '../support/processes.ts';
import {outageDesk} from '../support/small-runbook.ts';

const step = (text: string, more = ''): string => `
  - id: copy
    title: Copy the files
    estimate: 1m
    ${more}
    command:
      run: [/bin/sh, -c, '${text}']
      cwd: "\${inputs.folder}"
`;

/** In a session of its own; it writes its number and stays. */
const daemon = (how: string): string => `setsid ${how} sh -c "echo \\$\\$ > pid; exec sleep 1000" & wait`;

const markIn = (path: string) => {
  const pid = Number(contentOf(path));
  return {pid, startTicks: startTicksOf(pid) ?? ''};
};

test('a step that is stopped is unknown, and its daemon is gone with it', async () => {
  const {desk, runbook} = outageDesk(step(daemon('')));
  const pidFile = join(desk.directory, 'pid');
  const run = driveRun(desk, ['run', runbook, '--as', 'Ada Lovelace']);
  await eventually(() => contentOf(pidFile)).toMatch(/^\d+\n$/);
  const mark = markIn(pidFile);
  expect(isAlive(mark)).toBe(true);
  run.send({intent: 'stop', step: 'copy', reason: 'the wrong directory'});
  const unknown = await run.hears({type: 'unknown', step: 'copy'});
  await run.close();

  expect(unknown.cause).toBe('stopped by Ada Lovelace: the wrong directory (sh was ended by SIGTERM)');
  expect(isAlive(mark)).toBe(false);
  expect(typesOf(desk, 'copy')).toEqual(['began', 'stop-requested', 'unknown']);
});

test('what hides all that it inherited is named with its number, for a person to look at', async () => {
  // Forked twice, so that not even its parent is left.
  const hidden = `(setsid env -i PATH=/usr/bin:/bin sh -c "echo \\$\\$ > pid; exec sleep 1000" >/dev/null 2>&1 &); sleep 1000`;
  const {desk, runbook} = outageDesk(step(hidden));
  const pidFile = join(desk.directory, 'pid');
  const run = driveRun(desk, ['run', runbook, '--as', 'Ada Lovelace']);
  await eventually(() => contentOf(pidFile)).toMatch(/^\d+\n$/);
  const {pid} = markIn(pidFile);
  onTestFinished(() => void process.kill(pid, 'SIGKILL'));
  run.send({intent: 'stop', step: 'copy', reason: 'the wrong directory'});
  const unknown = await run.hears({type: 'unknown', step: 'copy'});
  await run.close();

  expect(unknown.cause).toBe(
    `stopped by Ada Lovelace: the wrong directory (sh was ended by SIGTERM; this still runs and may be of it: sleep (process ${pid}))`,
  );
});

test('a step that is over its time is unknown too, whatever it does with the request to end', async () => {
  const deaf = `trap "" TERM; ${daemon('')}; while :; do sleep 1; done`;
  const {desk, runbook} = outageDesk(step(deaf, 'timeout: 2s'));
  const ended = await desk.lifeboat(['run', runbook, '--auto']);

  expect(ended.code).toBe(7);
  expect(factsOf(desk).find(({type}) => type === 'unknown')).toMatchObject({
    step: 'copy',
    cause: 'sh was stopped: it had not ended after 2.0 s',
  });
  expect(isAlive(markIn(join(desk.directory, 'pid')))).toBe(false);
});

test('a step whose program has ended well is done, and what it started on purpose stays', async () => {
  const {desk, runbook} = outageDesk(step(daemon('').replace('& wait', '>/dev/null 2>&1 &')));
  const ended = await desk.lifeboat(['run', runbook, '--auto']);
  const pidFile = join(desk.directory, 'pid');
  await eventually(() => contentOf(pidFile)).toMatch(/^\d+\n$/);
  const mark = markIn(pidFile);
  onTestFinished(() => void process.kill(mark.pid, 'SIGKILL'));

  expect(ended.code).toBe(0);
  expect(typesOf(desk, 'copy')).toEqual(['began', 'succeeded']);
  expect(isAlive(mark)).toBe(true);
});
