/** A hundred recorded steps against a hundred bare spawns: the whole program, its start, its keeper and every fsync included. */
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {elapsedMs, judgeRatio, reportRatio} from '../support/measuring.ts';

const ratioMax = 2.0;
const rounds = 9;
const steps = 100;

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache');
mkdirSync(cache, {recursive: true});
const directory = mkdtempSync(join(cache, 'steps-bench-'));

const runbook = `format: 1
id: hundred-steps
version: 1.0.0
title: A hundred steps
scenario: routine
summary: Does nothing, a hundred times.
owner: database_administrator
objectives: {rto: none, rpo: none}
clock: {start: declaration, stop: service_restored}
steps:
${Array.from({length: steps}, (_step, index) => `  - {id: step_${index}, title: Do nothing, effects: none, estimate: 1s, command: [/bin/true]}`).join('\n')}
  - {id: restored, milestone: service_restored}
  - {id: finish, end: recovered}
`;

const bareWith = (options: string, end: string): string => `
const {spawn} = require('node:child_process');
const next = left => left > 0 && spawn('/bin/true', [], ${options}).on('${end}', () => next(left - 1));
next(${steps});
`;

// The limit is for the cheapest bare spawn there is; one with its default pipes costs more and is reported beside it.
const bare = bareWith("{stdio: 'ignore'}", 'exit');
const piped = bareWith('{}', 'close');

const run = (argv: readonly string[]): void => {
  const {status, stderr} = spawnSync(process.execPath, argv, {
    cwd: root,
    encoding: 'utf8',
    env: {...process.env, LIFEBOAT_STATE: join(directory, 'state')},
  });
  if (status !== 0) {
    throw new Error(`${argv.join(' ')} ended with ${status}: ${stderr}`);
  }
};

try {
  const file = join(directory, 'hundred-steps.yaml');
  writeFileSync(file, runbook);
  const ours = () => run(['bin/lifeboat.cjs', 'run', file, '--auto']);
  const peer = () => run(['-e', bare]);
  ours();
  peer();
  const rows = Array.from({length: rounds}, () => ({
    oursMs: elapsedMs(ours),
    bareMs: elapsedMs(peer),
    pipedMs: elapsedMs(() => run(['-e', piped])),
  }));
  const against = (peerOf: (row: (typeof rows)[number]) => number) =>
    rows.map(row => ({oursMs: row.oursMs, peerMs: peerOf(row)}));
  reportRatio(
    `${steps} steps against ${steps} spawns with pipes`,
    against(({pipedMs}) => pipedMs),
  );
  process.exitCode = judgeRatio(
    `${steps} steps against ${steps} bare spawns`,
    against(({bareMs}) => bareMs),
    ratioMax,
  );
} finally {
  rmSync(directory, {recursive: true, force: true});
}
