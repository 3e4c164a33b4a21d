/** A program that floods a disk that is nearly full is not ended, and takes no room that the record needs. */
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {expect, test} from 'vitest';
import type {OutputRecord} from '../../src/run/shown.ts';
import {driveRun} from '../support/driven-run.ts';
import {eventually} from '../support/lifeboat.ts';
import {memoryDisk} from '../support/small-disk.ts';
import {outageDesk} from '../support/small-runbook.ts';

const mebibyte = 1024 * 1024;

const floods = `
  - id: look
    title: Look at the shop
    instruction: Is the lamp on?
  - id: dump
    title: Dump the orders
    estimate: 1m
    timeout: 2m
    script: |
      yes 'order 4711 of the shop in the old town, two tickets' | head -c 60000000
      read line < wait-here
      echo "dump $line"
  - id: call
    title: Call the provider
    instruction: Ask how long it takes
`;

test('on a disk that is nearly full a program that floods is not ended, and the beginning and the end of what it prints are kept', async context => {
  const {desk, runbook} = outageDesk(floods);
  const {path} = memoryDisk(desk, 96 * mebibyte) ?? context.skip('this account may not mount a small disk');
  const runDirectory = () => join(path, 'runs', readdirSync(join(path, 'runs'))[0] ?? 'none');
  const wait = join(desk.directory, 'wait-here');
  spawnSync('mkfifo', [wait]);
  const run = driveRun(desk, ['run', runbook, '--state', path]);
  await run.hears({type: 'asked', step: 'look'});
  run.send({intent: 'done', step: 'look'});
  await run.hears({type: 'began', step: 'dump'});
  const point = join(runDirectory(), 'spool', 'dump#1.out.point');
  await eventually(() => existsSync(point)).toBe(true);
  await run.started.kill();

  const again = driveRun(desk, ['resume', '--state', path]);
  spawnSync('sh', ['-c', 'echo complete > wait-here'], {cwd: desk.directory});
  const {output} = (await again.hears({type: 'succeeded', step: 'dump'})) as unknown as {output: OutputRecord};
  const file = readFileSync(join(runDirectory(), String(output.file)), 'utf8');
  expect(file.length).toBeLessThan(3 * mebibyte);
  expect(file.slice(0, 60)).toBe('order 4711 of the shop in the old town, two tickets\norder 47');
  expect(file.slice(mebibyte - 100, mebibyte + 200)).toMatch(
    /\n… \d+ bytes left out here: the disk was nearly full …\n/,
  );
  expect(file.slice(-60)).toMatch(/two tickets\norder 47dump complete\n$/);
  expect(output.whole?.bytes).toBe(60_000_000 + 'dump complete\n'.length);
  expect(again.said().some(({type}) => type === 'degraded')).toBe(false);
  expect((await again.close()).code).toBe(7);

  expect((await desk.lifeboat(['show', basename(runDirectory()), '--state', path])).stdout).toMatch(
    /Dump the orders .*OUTPUT CUT: of 57 MiB that it printed only the beginning and the end are kept/,
  );
  const {stdout} = await desk.lifeboat(['verify', basename(runDirectory()), '--json', '--state', path]);
  expect(JSON.parse(stdout)).toMatchObject({ok: true, problems: []});
});
