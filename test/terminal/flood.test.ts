/** A step that prints far more than anybody reads: all of it is kept, the disk holds it once, and a kill in the middle loses nothing. */
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {createReadStream, existsSync, readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {expect, test} from 'vitest';
import {gateOf} from '../support/gates.ts';
import {type Desk, eventually, factsOf, makeDiskDesk, type Started} from '../support/lifeboat.ts';
import {outageDesk, smallPlan} from '../support/small-runbook.ts';

const isFull = process.env.CI === 'true';
/** With CI twice 32 million lines of 83 bytes: more than 5 GB; where it is killed a quarter of that shows as much. */
const linesWhole = isFull ? 32_000_000 : 1_200_000;
const linesKilled = isFull ? 8_000_000 : 1_200_000;
const lineBytes = 83;
/** Freed is what has been read, 64 MiB at a time; the rest is what was printed since. */
const spoolBytesMax = 75_497_472;

const row = 'restored row %012.0f of the table payments of the shop: ok, without an error.';

const floodOf = (lines: number): string => `
  - id: print
    title: Print
    estimate: 1m
    command:
      run: [/bin/sh, -c, 'seq -f "$2" 1 "$1"; read go < gate-print; seq -f "$2" 1 "$1"; exit 0', sh, "${lines}", "${row}"]
      cwd: "\${inputs.folder}"
`;

const spoolOf = (desk: Desk): {readonly bytes: number; readonly onDisk: number} => {
  const directory = join(desk.runDirectory(), 'spool');
  const out = existsSync(directory) ? readdirSync(directory).find(name => name.endsWith('.out')) : undefined;
  const {size = 0, blocks = 0} = out === undefined ? {} : statSync(join(directory, out));
  return {bytes: size, onDisk: blocks * 512};
};

const kept = (desk: Desk): string => join(desk.runDirectory(), 'output', 'print#1.log');

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

const expected = (lines: number): string =>
  execFileSync('sh', ['-c', '{ seq -f "$2" 1 "$1"; seq -f "$2" 1 "$1"; } | sha256sum', 'sh', `${lines}`, row], {
    encoding: 'utf8',
  }).slice(0, 64);

const untilHalf = async (desk: Desk, program: Started, lines: number): Promise<void> => {
  const half = (): unknown => (program.child.exitCode === null ? spoolOf(desk).bytes : program.stdout());
  await eventually(half, 200_000).toBe(lines * lineBytes);
  await eventually(() => spoolOf(desk).onDisk, 100_000).toBeLessThan(spoolBytesMax);
};

test('it is kept whole, and the spool gives its room back while it goes on', {timeout: 400_000}, async () => {
  const {desk, runbook} = outageDesk(floodOf(linesWhole), smallPlan, makeDiskDesk());
  const gate = gateOf(desk, 'print');
  const program = desk.start(['run', runbook, '--auto']);
  await untilHalf(desk, program, linesWhole);
  gate.open();
  expect((await program.ended).code).toBe(0);

  const bytes = 2 * linesWhole * lineBytes;
  const sha256 = expected(linesWhole);
  expect(statSync(kept(desk)).size).toBe(bytes);
  expect(await sha256Of(kept(desk))).toBe(sha256);
  expect(factsOf(desk).find(({type, step}) => type === 'succeeded' && step === 'print')).toMatchObject({
    output: {file: 'output/print#1.log', bytes, sha256},
  });
  for (const args of [['show'], ['verify'], ['replay', '--at', 'print']]) {
    const [command = '', ...more] = args;
    const ended = await desk.lifeboat([command, desk.runs()[0] ?? '', ...more]);
    expect({args, code: ended.code, stderr: ended.stderr}).toEqual({args, code: 0, stderr: ''});
  }
});

test('killed in the middle, the next session goes on behind what was freed', {timeout: 400_000}, async () => {
  const {desk, runbook} = outageDesk(floodOf(linesKilled), smallPlan, makeDiskDesk());
  const gate = gateOf(desk, 'print');
  const program = desk.start(['run', runbook, '--auto']);
  await untilHalf(desk, program, linesKilled);
  await program.kill();
  const resumed = desk.start(['resume', '--auto']);
  gate.open();
  expect((await resumed.ended).code).toBe(0);

  expect(statSync(kept(desk)).size).toBe(2 * linesKilled * lineBytes);
  expect(await sha256Of(kept(desk))).toBe(expected(linesKilled));
  const verified = await desk.lifeboat(['verify', desk.runs()[0] ?? '']);
  expect({code: verified.code, stdout: verified.stdout}).toMatchObject({code: 0});
});
