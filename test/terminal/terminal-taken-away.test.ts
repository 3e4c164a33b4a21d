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

/** Nothing waits yet; the runbook is found because the program starts in its folder. */
const homeHere = (_: Desk): readonly string[] => [];

/** Two runs that came to their end, held against each other. */
const comparisonOf = async (desk: Desk, runbook: string): Promise<readonly string[]> => {
  for (const _ of [1, 2]) {
    await desk.lifeboat(['run', runbook, '--auto']);
  }
  const [former = '', latest = ''] = desk.runs();
  return ['replay', latest, '--against', former];
};

const calling = `
  - id: call
    title: Call the provider
    instruction: Ask how long it takes
`;

test.each([
  ['the home screen', {begin: homeHere, face: / LIFEBOAT .*What waits/, title: 'Lifeboat: no run waits'}],
  ['the comparison', {begin: comparisonOf, face: / COMPARE /, title: / against /}],
])('Ctrl-Z, fg and a title: %s is as good a guest of the shell as a run', async (_, {begin, face, title}) => {
  const {desk, runbook} = outageDesk(calling);
  const args = await begin(desk, runbook);
  const shell = shellAt(desk);
  shell.type(`${[process.execPath, bundle, ...args].join(' ')}\r`);
  await shell.shows(face);
  await shell.shows('q quit');
  await eventually(() => shell.title()).toMatch(title);
  shell.press('ctrl-z');
  await shell.shows(/Stopped/);
  expect(shell.isAlternateScreen()).toBe(false);
  shell.resize(100, 30);
  shell.type('fg\r');
  await shell.shows(face);
  await shell.shows('q quit');
  expect(shell.isAlternateScreen()).toBe(true);
  shell.press('q');
  await shell.shows(/^\$ $/m);
  expect(shell.isAlternateScreen()).toBe(false);
  shell.type('exit\r');
  await shell.exited;
});

test.each([
  ['the home screen', homeHere, / LIFEBOAT .*What waits/],
  ['the comparison', comparisonOf, / COMPARE /],
])('%s ends with a terminal that goes away without a word, and no fault is logged', async (_, begin, face) => {
  const {desk, runbook} = outageDesk(calling);
  const args = await begin(desk, runbook);
  const terminal = openTerminal('setsid', ['--wait', process.execPath, bundle, ...args], {
    cwd: desk.directory,
    env: {LIFEBOAT_STATE: desk.state, LIFEBOAT_LAB: desk.lab},
  });
  await terminal.shows(face);
  await terminal.shows('q quit');
  terminal.hangUp();
  await eventually(() => programsOf(desk)).toEqual([]);
  expect(contentOf(join(desk.state, 'log', 'lifeboat.log'))).not.toContain('"level":50');
});
