/** The first moments of the screen, before Ink is loaded: the frame stands, no key is lost, and the terminal is given back. */
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openTerminal, type Terminal} from '../support/terminal.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lifeboat-first-'));
  const bundle = `(await import('./scripts/build.mjs')).bundleFiles({entries: {first: 'test/fixtures/first-frames.ts'}, outdir: process.argv[1], write: true})`;
  execFileSync(process.execPath, ['--input-type=module', '-e', `await ${bundle}`, folder], {stdio: 'inherit'});
});

afterAll(() => rmSync(folder, {recursive: true, force: true}));

const open = (story: string): Terminal => openTerminal(process.execPath, [join(folder, 'first.mjs'), story]);

test('Ctrl-C that was typed before anybody read keys still opens the menu, and an answer typed then answers nothing', async () => {
  const terminal = open('run');
  await terminal.shows('A new question');
  terminal.press('1', 'enter', 'ctrl-c');
  await terminal.shows('What now?');
  expect(terminal.screen().join('\n')).not.toContain('1^M');
  terminal.press('2', 'enter');
  await terminal.exited;
  expect(terminal.isAlternateScreen()).toBe(false);
  expect(terminal.scrollback().join('\n')).toContain('left: left');
});

test('a screen that is closed before Ink was loaded gives the terminal back', async () => {
  const terminal = open('closed');
  expect(await terminal.exited).toEqual({code: 0, signal: undefined});
  expect(terminal.isAlternateScreen()).toBe(false);
  expect(terminal.scrollback().join('\n')).toContain('left: ended');
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s ends it as it ends any program, on the usual screen',
  async signal => {
    const terminal = open('borrowed');
    await terminal.shows('It is ours.');
    expect(terminal.isAlternateScreen()).toBe(true);
    terminal.kill(signal);
    expect(await terminal.exited).toEqual({code: 0, signal});
    expect(terminal.isAlternateScreen()).toBe(false);
  },
);
