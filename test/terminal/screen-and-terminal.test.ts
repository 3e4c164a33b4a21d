/** The run screen and the terminal that it stands on: called, pasted to, resized, stopped, lost; the run goes on or can be gone on with. */
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {gateOf} from '../support/gates.ts';
import {bundle, type Desk, eventually, factsOf} from '../support/lifeboat.ts';
import {openLongScreen} from '../support/long-run-screen.ts';
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

const branches = `
  - id: both
    title: On all sites
    parallel:
      branches:
        berlin: {title: Berlin, steps: [{id: call_berlin, title: Call Berlin, instruction: Ask Berlin for the lamps.}]}
        paris: {title: Paris, steps: [{id: call_paris, title: Call Paris, instruction: Ask Paris for the lamps.}]}
        rome:
          title: Rome
          steps:
            - id: copy
              title: Copy Rome
              estimate: 1m
              command: {run: [/bin/sh, -c, 'echo from Rome; read go < gate-copy'], cwd: "\${inputs.folder}"}
`;

const question = `
  - id: call
    title: Call the provider
    instruction: Ask how long it takes
`;

const leave = async (terminal: Terminal): Promise<void> => {
  terminal.press('ctrl-c');
  await terminal.shows('What now?');
  terminal.press('ctrl-c');
  await terminal.exited;
};

test('who is waited for is rung for once and named in the title; switched off, neither happens', async () => {
  const {desk, runbook} = outageDesk(question);
  const terminal = desk.terminal(['run', runbook]);
  await terminal.shows('Enter done');
  await eventually(() => terminal.rings()).toBe(1);
  expect(terminal.title()).toBe('Waits for you: Call the provider, INCIDENT The shop is down');
  // Ticks and keys later it is still the same question.
  terminal.press('tab', 'down');
  await terminal.shows('Its id: restored');
  terminal.press('escape');
  await terminal.shows('Enter done');
  terminal.press('e');
  await terminal.shows('Note for the record');
  terminal.press('escape');
  await terminal.shows('Given up');
  await leave(terminal);
  expect(terminal.rings()).toBe(1);

  const quiet = desk.terminal(['resume', '--no-bell']);
  await quiet.shows('Enter done');
  await leave(quiet);
  expect([quiet.rings(), quiet.title()]).toEqual([0, '']);
});

test('what is pasted into a note is one line of text, and nothing of it is a key', async () => {
  const {desk, runbook} = outageDesk(question);
  const terminal = desk.terminal(['run', runbook]);
  await terminal.shows('Enter done');
  terminal.paste('\rq3\r');
  await terminal.shows('Pasted text is not read as keys. Nothing was done.');
  terminal.press('e');
  await terminal.shows('Note for the record');
  terminal.paste('disk sdb:\r\n\tsector 7\u001b[2J is gone\n');
  await terminal.shows('> disk sdb: sector 7[2J is gone');
  terminal.press('enter');
  await terminal.shows('Recorded: the note.');
  await leave(terminal);
  expect(factsOf(desk).filter(({type}) => type === 'noted')).toMatchObject([{text: 'disk sdb: sector 7[2J is gone'}]);
});

test('a terminal that is resized down to a sentence and back keeps what was being typed', async () => {
  const {desk, runbook} = outageDesk(question);
  const terminal = desk.terminal(['run', runbook]);
  await terminal.shows('Enter done');
  terminal.press('e');
  await terminal.shows('Note for the record');
  terminal.type('sector 7 ');
  await terminal.shows('> sector 7 █');
  terminal.resize(60, 20);
  await terminal.shows(/^> sector 7 █$/m);
  terminal.type('is ');
  await terminal.shows('> sector 7 is █');
  terminal.resize(40, 10);
  await terminal.shows('too small');
  terminal.resize(80, 24);
  await terminal.shows('> sector 7 is █');
  terminal.type('gone');
  terminal.press('enter');
  await terminal.shows('Recorded: the note.');
  await leave(terminal);
  expect(factsOf(desk).find(({type}) => type === 'noted')).toMatchObject({text: 'sector 7 is gone'});
});

test('of several branches that wait and work each is one key away, and those out of sight are said', async () => {
  const {desk, runbook} = outageDesk(branches);
  const gate = gateOf(desk, 'copy');
  const terminal = desk.terminal(['run', runbook], {columns: 100});
  await terminal.shows('Ask Berlin for the lamps.');
  await terminal.shows('1 more waits for a person: . goes to the next');
  await terminal.shows(/\. next waiting {2}, next at work/);
  terminal.press('.');
  await terminal.shows('Ask Paris for the lamps.');
  await terminal.shows('Enter done');
  terminal.press(',');
  await terminal.shows('from Rome');
  terminal.press('.');
  await terminal.shows('Ask Berlin for the lamps.');
  gate.open();
  await leave(terminal);
});

test('in a run of a thousand steps one is found by its name, and the ends of the list are a key away', {
  timeout: 60_000,
}, async () => {
  const {terminal, close} = await openLongScreen(1_000);
  try {
    terminal.press('tab', 'end');
    await terminal.shows(/^>. End: recovered/m);
    terminal.press('/');
    terminal.type('machine 777');
    await terminal.shows(/^>.+Look at machine 777 /m);
    terminal.press('enter');
    await terminal.shows('Its id: rack_86/look_777');
    terminal.press('/');
    terminal.type('rack 9');
    terminal.press('enter');
    await terminal.shows(/"rack 9": \d+ of \d+\./);
    terminal.press('n');
    await terminal.shows(/^>.+Rack 9\d/m);
    terminal.press('escape');
    await terminal.shows('Enter done');
  } finally {
    await close();
  }
});

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

test.each([
  ['default', true],
  ['high-contrast', true],
  ['none', false],
] as const)('the theme %s shows the same screen, with colours: %s', async (theme, hasColours) => {
  const {desk, runbook} = outageDesk(question);
  const terminal = desk.terminal(['run', runbook, '--theme', theme]);
  await terminal.shows('Enter done  c cannot  s skip  p pause');
  await terminal.shows('INCIDENT  The shop is down');
  expect(terminal.hasColours()).toBe(hasColours);
  await leave(terminal);
});
