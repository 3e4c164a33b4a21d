/** A child that prints 1 GB: through the whole program, kept, hashed and durable, against the same child printing to a file; and the memory that it takes. */
import {spawn, spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {judgeRatio, type Pair} from '../support/measuring.ts';

const ratioMax = 1.3;
const residentMiBMax = 200;
const rounds = 3;
const lines = 12_500_000;

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache');
mkdirSync(cache, {recursive: true});
const directory = mkdtempSync(join(cache, 'output-bench-'));
const state = join(directory, 'state');

/** As a restore reports its rows: 84 bytes a line. */
const child = [
  'perl',
  '-e',
  `for my $row (1..${lines}) { printf("restored row %012d of the table payments of the shop: ok, 0.012 s, no error\n", $row) }`,
];

const runbook = `format: 1
id: flood
version: 1.0.0
title: A step that prints a gigabyte
scenario: routine
summary: Prints.
owner: database_administrator
objectives: {rto: none, rpo: none}
clock: {start: declaration, stop: service_restored}
steps:
  - {id: print, title: Print, effects: none, estimate: 10s, command: ${JSON.stringify(child)}}
  - {id: restored, milestone: service_restored}
  - {id: finish, end: recovered}
`;

/** The most memory that each process of the program had, MiB, from what the kernel remembers of it. */
type Peaks = {readonly [name: string]: number};

const peakOf = (pid: number): number => {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return Number(kib ?? 0) / 1_024;
  } catch {
    return 0;
  }
};

const childrenOf = (pid: number): readonly number[] => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
};

const ours = async (file: string): Promise<{readonly ms: number; readonly peaks: Peaks}> => {
  const startMs = performance.now();
  const program = spawn(process.execPath, ['dist/lifeboat.mjs', 'run', file, '--auto'], {
    cwd: root,
    stdio: 'ignore',
    env: {...process.env, LIFEBOAT_STATE: state},
  });
  const pid = program.pid ?? 0;
  const peaks = {engine: 0, keeper: 0};
  const timer = setInterval(() => {
    peaks.engine = Math.max(peaks.engine, peakOf(pid));
    peaks.keeper = Math.max(peaks.keeper, ...childrenOf(pid).map(peakOf));
  }, 50);
  const code = await new Promise(resolve => program.on('exit', resolve));
  const ms = performance.now() - startMs;
  clearInterval(timer);
  if (code !== 0) {
    throw new Error(`the run ended with ${code}`);
  }
  return {ms, peaks};
};

const peer = (): number => {
  const startMs = performance.now();
  const {status} = spawnSync('sh', ['-c', 'exec "$@" > "$0"', join(directory, 'plain'), ...child]);
  if (status !== 0) {
    throw new Error('the child failed');
  }
  return performance.now() - startMs;
};

const keptBytes = (): number => {
  const runs = join(state, 'runs');
  return statSync(join(runs, readdirSync(runs).at(-1) ?? '', 'output', 'print#1.log')).size;
};

try {
  const file = join(directory, 'flood.yaml');
  writeFileSync(file, runbook);
  const pairs: Pair[] = [];
  const most = {engine: 0, keeper: 0};
  for (let round = 0; round < rounds; round += 1) {
    const {ms, peaks} = await ours(file);
    const printed = keptBytes();
    pairs.push({oursMs: ms, peerMs: peer()});
    if (printed !== statSync(join(directory, 'plain')).size) {
      throw new Error(`${printed} bytes were kept`);
    }
    most.engine = Math.max(most.engine, peaks.engine ?? 0);
    most.keeper = Math.max(most.keeper, peaks.keeper ?? 0);
    rmSync(state, {recursive: true});
    rmSync(join(directory, 'plain'));
  }
  process.exitCode = judgeRatio('a child that prints 1 GB, recorded, against the same into a file', pairs, ratioMax);
  for (const [name, mib] of Object.entries(most)) {
    const isWithin = mib > 0 && mib <= residentMiBMax;
    process.stdout.write(
      `  resident memory of the ${name}: ${mib.toFixed(0)} MiB, ${isWithin ? 'within' : 'MISSED'} ${residentMiBMax}\n`,
    );
    process.exitCode = isWithin ? process.exitCode : 1;
  }
} finally {
  rmSync(directory, {recursive: true, force: true});
}
