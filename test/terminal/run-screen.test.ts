/** The run screen in a real terminal: what only a real one can show is lost keys, pastes, resizes and the way back. */
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openTerminal, type Terminal, type TerminalOptions} from '../support/terminal.ts';

let folder = '';

// Bundled as the program is, so that what the build replaces in packages is under test as well.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lifeboat-screen-'));
  const bundle = `(await import('./scripts/build.mjs')).bundleFiles({entries: {screen: 'test/fixtures/run-screen.ts'}, outdir: process.argv[1], write: true})`;
  execFileSync(process.execPath, ['--input-type=module', '-e', `await ${bundle}`, folder], {stdio: 'inherit'});
});

afterAll(() => rmSync(folder, {recursive: true, force: true}));

const open = (story: string, options: TerminalOptions = {}, ...rest: readonly string[]): Terminal =>
  openTerminal(process.execPath, [join(folder, 'screen.mjs'), story, ...rest], options);

/** Leaves by the menu and reads what the program had been told. */
const leave = async (terminal: Terminal): Promise<string> => {
  terminal.press('ctrl-c');
  await terminal.shows('What now?');
  terminal.press('2', 'enter');
  await terminal.exited;
  return terminal.scrollback().join('');
};

test('keys that arrive in one burst all count, the Enter after them included', async () => {
  const terminal = open('decision');
  await terminal.shows('Enter choose');
  terminal.press('jj\r');
  await terminal.shows('Load the dump');
  await terminal.shows('Ctrl-C menu');
  expect(await leave(terminal)).toContain('"intent":"choose","value":"last_dump"');
});

test('a paste with an Enter in it neither chooses nor confirms', async () => {
  const terminal = open('confirmation');
  await terminal.shows('Enter type the name');
  terminal.paste('\rticketing\r');
  await terminal.shows('Pasted text is not read as keys');
  terminal.press('enter');
  await terminal.shows('Type ticketing to go on');
  terminal.paste('ticketing\r');
  await terminal.shows('This has to be typed');
  terminal.press('escape');
  await terminal.shows('Given up');
  expect(await leave(terminal)).toContain('sent: []');
});

test('what was typed ahead cannot answer a confirmation that opened later', async () => {
  const terminal = open('handover');
  await terminal.shows('Enter done');
  terminal.press('\r\rticketing\r');
  await terminal.shows('Enter type the name');
  expect(await leave(terminal)).toContain('sent: [{"step":"tell_people","attempt":1,"intent":"done"}]');
});

test('in the first moment of a question only leaving is possible, and the footer says so', async () => {
  const terminal = open('decision', {}, 'guarded');
  await terminal.shows('A new question');
  terminal.press('j', 'enter', 'e', 'p');
  await terminal.shows('Not read: the key came before the new question could be seen.');
  expect(await leave(terminal)).toContain('left: left; sent: []');
});

test('a confirmation that is typed goes through', async () => {
  const terminal = open('confirmation');
  await terminal.shows('Enter type the name');
  terminal.press('enter');
  await terminal.shows('Type ticketing to go on');
  terminal.type('ticketing');
  terminal.press('enter');
  await terminal.shows('running');
  expect(await leave(terminal)).toContain('"intent":"confirm","value":"ticketing"');
});

test('the executor’s own name is no approval', async () => {
  const terminal = open('approval');
  await terminal.shows('Enter approve  x no-go');
  terminal.press('enter');
  await terminal.shows('Name of the approver');
  terminal.type('ada');
  terminal.press('enter');
  await terminal.shows('ada runs this and cannot approve it');
  terminal.press('escape');
  await terminal.shows('Given up');
  expect(await leave(terminal)).toContain('sent: []');
});

test('resizes leave a whole screen behind, down to a sentence and back', async () => {
  const terminal = open('working');
  await terminal.shows('Stop application writes');
  for (const [columns, rows] of [
    [60, 20],
    [100, 30],
    [41, 12],
    [80, 24],
    [66, 21],
  ] as const) {
    terminal.resize(columns, rows);
  }
  await terminal.shows(/^ DRILL {2}Accidental data deletion {7,}on ticketing · run k7q2xw$/m);
  await terminal.shows(/Ctrl-C menu {2}\? help$/);
  expect(terminal.screen().filter(line => line.startsWith('RTO 1 h'))).toHaveLength(1);

  terminal.resize(40, 10);
  await terminal.shows('too small');
  terminal.resize(80, 24);
  await terminal.shows('step 2 of 11');
  await leave(terminal);
});

test('on a terminal that is too small no key answers what cannot be seen, nor once it grew', async () => {
  const terminal = open('decision');
  await terminal.shows('Enter choose');
  terminal.resize(40, 10);
  await terminal.shows('too small');
  terminal.press('enter', 'e', 'p', 'q');
  // It has read the keys by the time that it has drawn another size, still too small.
  terminal.resize(50, 11);
  await terminal.shows('50 by 11');
  terminal.resize(80, 24);
  await terminal.shows('Enter choose');
  terminal.resize(40, 10);
  await terminal.shows('too small');
  terminal.press('ctrl-c');
  await terminal.exited;
  expect(terminal.scrollback().join('')).toContain('left: left; sent: []');
});

test('hostile output of a step is shown and harms nothing', async () => {
  const terminal = open('working', {}, 'hostile');
  await terminal.shows('␛[2J␛[H␛]0;pwned\\x07 all is well');
  expect(terminal.screen()[0]).toContain('DRILL');
  await leave(terminal);
});

test('the terminal is given back: normal screen, what was there before, and the program’s last words', async () => {
  const terminal = open('working');
  await terminal.shows('Stop application writes');
  expect(terminal.isAlternateScreen()).toBe(true);
  terminal.press('ctrl-c', 'ctrl-c');
  expect((await terminal.exited).code).toBe(0);
  expect(terminal.isAlternateScreen()).toBe(false);
  expect(terminal.scrollback().join('')).toContain('left: interrupted; sent: []');
});

test('a crash gives the terminal back, with the keys and the cursor that a shell needs', async () => {
  const shell = openTerminal('bash', ['--norc', '--noprofile', '-i'], {env: {PS1: '$ '}});
  shell.type(`${process.execPath} ${join(folder, 'screen.mjs')} working crashing 2> ${join(folder, 'fault')}\r`);
  await shell.shows('Stop application writes');
  expect(shell.isAlternateScreen()).toBe(true);
  shell.press('?');
  await shell.shows(/\$ $/m);
  expect(shell.isAlternateScreen()).toBe(false);
  shell.type("stty -a | tr ' ' '\\n' | grep -xE 'icanon|echo|isig'\r");
  await shell.shows(/^isig\s+icanon\s+echo$/m);
  shell.type('exit\r');
  await shell.exited;
});

test('a CI variable in the environment of a person’s terminal does not leave the screen blank', async () => {
  const terminal = open('working', {env: {CI: 'true'}});
  await terminal.shows('DRILL');
  await leave(terminal);
});
