/** The terminal of the tests itself: what every other terminal test takes for granted. */

import {expect, onTestFinished, test, vi} from 'vitest';
import {openTerminal} from '../support/terminal.ts';

test('the screen shows what the program writes, and the end says how it ended', async () => {
  const terminal = openTerminal('/bin/sh', ['-c', 'echo "Restore the rows"; exit 4']);
  await terminal.shows('Restore the rows');
  expect(terminal.screen()).toHaveLength(24);
  expect(await terminal.exited).toEqual({code: 4, signal: undefined});
});

test('text that never comes fails with the screen in the message', async () => {
  const terminal = openTerminal('/bin/sh', ['-c', 'echo "waiting for primary"; cat']);
  await terminal.shows('waiting for primary');
  await expect(terminal.shows('primary is up', {withinMs: 50})).rejects.toThrow(
    /waited 50 ms[\s\S]*\|waiting for primary +\|/,
  );
  terminal.kill('SIGKILL');
  expect(await terminal.exited).toMatchObject({signal: 'SIGKILL'});
});

test('text that can no longer come fails as soon as the program has ended', async () => {
  const terminal = openTerminal('/bin/sh', ['-c', 'echo gone; exit 3']);
  await expect(terminal.shows('primary is up', {withinMs: 60_000})).rejects.toThrow(/ended with 3[\s\S]*\|gone +\|/);
});

test('half a frame is not on the screen until the rest of it has come', async () => {
  const terminal = openTerminal('/bin/sh', [
    '-c',
    'printf "\\033[?2026hWhere do the lost rows come from?"; read -r _; printf "Enter choose\\033[?2026l"; cat',
  ]);
  await expect(terminal.shows('Where do the lost rows', {withinMs: 200})).rejects.toThrow(/waited 200 ms/);
  terminal.press('enter');
  await terminal.shows('Where do the lost rows');
  expect(terminal.screen().join('\n')).toContain('Enter choose');
});

test('keys reach the program, and Ctrl-C comes as a signal of the terminal', async () => {
  const terminal = openTerminal('/bin/sh', [
    '-c',
    'trap "echo interrupted; exit 130" INT; echo ready; while read -r line; do echo "got $line"; done',
  ]);
  await terminal.shows('ready');
  terminal.type('tickets');
  terminal.press('enter');
  await terminal.shows('got tickets');
  terminal.press('ctrl-c');
  await terminal.shows('interrupted');
  expect(await terminal.exited).toMatchObject({code: 130});
});

test('a paste is bracketed only when the program asked for that', async () => {
  const terminal = openTerminal('/bin/sh', [
    '-c',
    'stty raw -echo; printf "ready "; head -c 3 | od -An -c; printf "\\033[?2004hset "; head -c 15 | od -An -c',
  ]);
  await terminal.shows('ready');
  terminal.paste('abc');
  await terminal.shows(/a +b +c/);
  await terminal.shows('set');
  terminal.paste('abc');
  await terminal.shows(/033 +\[ +2 +0 +0 +~ +a +b +c +033/);
});

test('the program learns the size of the screen, also when it changes', async () => {
  const terminal = openTerminal('/bin/sh', ['-c', 'stty size; read -r _; stty size'], {columns: 60, rows: 15});
  await terminal.shows('15 60');
  terminal.resize(100, 30);
  terminal.press('enter');
  await terminal.shows('30 100');
  expect(terminal.screen()).toHaveLength(30);
});

test('the alternate screen is told from the main one, and leaves no trace on it', async () => {
  const terminal = openTerminal('/bin/sh', [
    '-c',
    'echo before; printf "\\033[?1049hfull screen"; read -r _; printf "\\033[?1049l"; echo after',
  ]);
  await terminal.shows('full screen');
  expect(terminal.isAlternateScreen()).toBe(true);
  terminal.press('enter');
  await terminal.shows(/before\s+after/);
  expect(terminal.isAlternateScreen()).toBe(false);
  expect(terminal.scrollback().join('\n')).not.toContain('full screen');
});

test('a program that asks the terminal for the cursor gets an answer', async () => {
  const terminal = openTerminal('/bin/sh', ['-c', 'stty raw -echo; printf "\\033[6n"; head -c 6 | od -An -c']);
  await terminal.shows(/033 +\[ +1 +; +1 +R/);
});

test('no sign of a CI reaches the program, whatever the tests run under', async () => {
  vi.stubEnv('CI', 'true');
  onTestFinished(() => void vi.unstubAllEnvs());
  const terminal = openTerminal(
    '/bin/sh',
    ['-c', 'env | grep -E "^(CI|VITEST|NO_COLOR|NODE_ENV)" || echo "nothing of the kind"; echo "$SITE,$HOME"'],
    {
      env: {SITE: 'frankfurt', HOME: undefined},
    },
  );
  await terminal.shows('frankfurt,');
  expect(terminal.screen().slice(0, 2)).toEqual(['nothing of the kind', 'frankfurt,']);
});
