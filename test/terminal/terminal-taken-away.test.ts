/** The terminal goes to the shell for a while, or for good: what runs goes on, and the run stands there again or is resumed. */
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {gateOf} from '../support/gates.ts';
import {bundle, type Desk, eventually} from '../support/lifeboat.ts';
import {contentOf, processesOf} from '../support/processes.ts';
import {marksOf, outageDesk} from '../support/small-runbook.ts';
import {openTerminal, type Terminal} from '../support/terminal.ts';

const copying = `
  - id: copy
    title: Copy the files
    estimate: 1m
    command: {run: [/bin/sh, -c, 'echo begun >> marks; read go < gate-copy; echo ended >> marks'], cwd: "\${inputs.folder}"}
  - id: call
    title: Call the provider
    instruction: Ask how long it takes
`;

test('Ctrl-Z and fg: the shell has its terminal, what runs goes on, and the screen stands there again', async () => {
  const {desk, runbook} = outageDesk(copying);
  const gate = gateOf(desk, 'copy');
  const shell = shellAt(desk);
  shell.type(`${process.execPath} ${bundle} run ${runbook}\r`);
  await shell.shows('Copy the files');
  await shell.shows('t stop');
  shell.press('ctrl-z');
  await shell.shows(/Stopped/);
  expect(shell.isAlternateScreen()).toBe(false);
  shell.type("stty -a | tr ' ' '\\n' | grep -xE 'icanon|echo|isig'\r");
  await shell.shows(/^isig\s+icanon\s+echo$/m);
  gate.open();
  await eventually(() => marksOf(desk)).toEqual(['begun', 'ended']);
  shell.resize(100, 30);
  shell.type('fg\r');
  await shell.shows('Ask how long it takes');
  await shell.shows('Enter done');
  expect(shell.isAlternateScreen()).toBe(true);
  expect(shell.screen()).toHaveLength(30);
  shell.press('ctrl-c');
  await shell.shows('What now?');
  shell.press('ctrl-c');
  await shell.shows('Go on with:');
  await shell.shows(/^\$ $/m);
  shell.type('exit\r');
  await shell.exited;
});

const shellAt = (desk: Desk): Terminal =>
  openTerminal('bash', ['--norc', '--noprofile', '-i'], {
    cwd: desk.directory,
    env: {PS1: '$ ', LIFEBOAT_STATE: desk.state, LIFEBOAT_LAB: desk.lab},
  });

/** The program itself, not the keepers of its steps. */
const programsOf = ({directory}: Desk): readonly number[] =>
  processesOf(directory).filter(pid => contentOf(`/proc/${pid}/cmdline`).includes(bundle));

test.each([
  ['the window is closed', (desk: Desk, runbook: string) => desk.terminal(['run', runbook])],
  [
    // Nobody is told by a signal then: writing and reading fail.
    'the terminal is not its own and goes away without a word',
    (desk: Desk, runbook: string) =>
      openTerminal('setsid', ['--wait', process.execPath, bundle, 'run', runbook], {
        cwd: desk.directory,
        env: {LIFEBOAT_STATE: desk.state, LIFEBOAT_LAB: desk.lab},
      }),
  ],
])('%s: what runs goes on, the run can be resumed, and no fault is logged', async (_, open) => {
  const {desk, runbook} = outageDesk(copying);
  const gate = gateOf(desk, 'copy');
  const terminal = open(desk, runbook);
  await terminal.shows('t stop');
  await eventually(() => marksOf(desk)).toEqual(['begun']);
  terminal.hangUp();
  await eventually(() => programsOf(desk)).toEqual([]);
  gate.open();
  await eventually(() => marksOf(desk)).toEqual(['begun', 'ended']);

  const resumed = await desk.lifeboat(['resume', '--auto']);
  expect({code: resumed.code, stderr: resumed.stderr}).toEqual({code: 7, stderr: ''});
  expect(resumed.stdout).toContain('a person is needed for call (instruction)');
  expect(marksOf(desk)).toEqual(['begun', 'ended']);
  expect(contentOf(join(desk.state, 'log', 'lifeboat.log'))).not.toContain('"level":50');
});
