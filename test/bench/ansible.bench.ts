/** A hundred durable steps against ansible-playbook with a hundred commands on a local connection: start, keeper and every fsync included. */
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {elapsedMs, judgeRatio} from '../support/measuring.ts';

/** At least twenty times faster. */
const ratioMax = 1 / 20;
const rounds = 3;
const steps = 100;

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache');

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

const playbook = `- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
${Array.from({length: steps}, (_step, index) => `    - {name: step ${index}, ansible.builtin.command: /bin/true}`).join('\n')}
`;

const run = (program: string, argv: readonly string[], state: string): void => {
  const {status, stderr} = spawnSync(program, argv, {
    cwd: root,
    encoding: 'utf8',
    env: {...process.env, LIFEBOAT_STATE: state, ANSIBLE_NOCOWS: '1'},
  });
  if (status !== 0) {
    throw new Error(`${program} ${argv.join(' ')} ended with ${status}: ${stderr}`);
  }
};

const measure = (): number => {
  mkdirSync(cache, {recursive: true});
  const directory = mkdtempSync(join(cache, 'ansible-bench-'));
  try {
    const state = join(directory, 'state');
    const files = {ours: join(directory, 'hundred-steps.yaml'), theirs: join(directory, 'playbook.yaml')};
    writeFileSync(files.ours, runbook);
    writeFileSync(files.theirs, playbook);
    const ours = () => run(process.execPath, ['bin/lifeboat.cjs', 'run', files.ours, '--auto'], state);
    const peer = () => run('ansible-playbook', ['-i', 'localhost,', files.theirs], state);
    ours();
    const pairs = Array.from({length: rounds}, () => ({oursMs: elapsedMs(ours), peerMs: elapsedMs(peer)}));
    return judgeRatio(`${steps} durable steps against ansible-playbook with ${steps} commands`, pairs, ratioMax);
  } finally {
    rmSync(directory, {recursive: true, force: true});
  }
};

if (spawnSync('ansible-playbook', ['--version']).status === 0) {
  process.exitCode = measure();
} else {
  process.stdout.write('skipped: ansible-playbook is not installed (Debian package ansible-core).\n');
}
