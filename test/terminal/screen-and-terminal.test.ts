/** The run screen on its terminal: who is called and how, what is pasted, resizes, many branches, many steps, themes. */
import {expect, test} from 'vitest';
import {gateOf} from '../support/gates.ts';
import {eventually, factsOf} from '../support/lifeboat.ts';
import {openLongScreen} from '../support/long-run-screen.ts';
import {outageDesk} from '../support/small-runbook.ts';
import type {Terminal} from '../support/terminal.ts';

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

test('over a line that cuts a paste in two its text is still no key, and what is typed fast is not lost', async () => {
  const {desk, runbook} = outageDesk(question);
  const terminal = desk.terminal(['run', runbook]);
  await terminal.shows('Enter done');
  terminal.press('e');
  await terminal.shows('Note for the record');
  terminal.press('OK ');
  await terminal.shows('> OK █');
  terminal.press('\u001b[20');
  // The clock of the screen has ticked: the rest comes long after the first part was read.
  const [, , seen = ''] = terminal.screen();
  await eventually(() => terminal.screen()[2]).not.toBe(seen);
  terminal.press('0~sector 7\rq3\r\u001b[201~');
  await terminal.shows('> OK sector 7 q3█');
  terminal.press('escape');
  await terminal.shows('Given up');
  await leave(terminal);
  expect(factsOf(desk).filter(({type}) => type === 'noted')).toEqual([]);
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
  await terminal.shows('[.] 1 more waits for you: Call Paris');
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

test.each([
  ['default', true],
  ['high-contrast', true],
  ['none', false],
] as const)('the theme %s shows the same screen, with colours: %s', async (theme, hasColours) => {
  const {desk, runbook} = outageDesk(question);
  const terminal = desk.terminal(['run', runbook, '--theme', theme]);
  await terminal.shows('Enter done  c cannot  s skip');
  await terminal.shows('INCIDENT  The shop is down');
  expect(terminal.hasColours()).toBe(hasColours);
  await leave(terminal);
});
