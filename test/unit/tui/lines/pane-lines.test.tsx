/** What a key would answer is always in sight, however small the terminal and however long the question. */
import {stripVTControlCharacters} from 'node:util';
import {describe, expect, test} from 'vitest';
import {momentOf} from '../../../../src/tui/moment.ts';
import type {Size} from '../../../../src/tui/screens/at-moment.tsx';
import {renderFrame} from '../../../../src/tui/screens/at-moment.tsx';
import {unicodeGlyphs} from '../../../../src/tui/theme.ts';
import type {View} from '../../../../src/tui/view.ts';
import {deletion} from '../../../support/deletion-sample.ts';
import {pressed} from '../../../support/pressed.ts';
import {run, type ToldRun} from '../../../support/run.ts';
import {toldSession} from '../../../support/told-session.ts';

const small: Size = {columns: 60, rows: 20};

const screen = (told: ToldRun, view: View): string =>
  stripVTControlCharacters(
    renderFrame({moment: momentOf(toldSession(told)), view, size: small, glyphs: unicodeGlyphs}),
  );

const long = Array.from({length: 30}, (_, index) => `Sentence ${index} of what has to be known before.`).join('\n');

/** The deletion runbook with a question that no small terminal has room for. */
const wordy = (step: string) => ({
  ...deletion,
  prompts: {
    ...deletion.prompts,
    [step]: {...(deletion.prompts[step] ?? {kind: 'instruction' as const}), ask: long},
  },
});

describe.each(['tell_people', 'allow_repair', 'put_back'])('the question of %s, far too long', step => {
  const told = run(wordy(step), ['0s start', `1s asked ${step}`]);

  test.each([
    ['c'],
    ['x'],
    ['enter'],
    ['s'],
    ['e'],
    ['page-down', 'enter'],
    ['page-down', 'page-down', 'page-down', 'e'],
  ])('the line that one types into is in sight after %s', (...keys) => {
    const {view} = pressed(told, [...keys, 'type:mmm']);
    const lines = screen(told, view).split('\n');
    expect(view.dialog.kind === 'field').toBe(lines.some(line => line.startsWith('> mmm')));
    expect(view.dialog.kind === 'field').toBe(lines.some(line => line.startsWith('Enter hands it in')));
  });
});

test('the option under the cursor is in sight, and scrolling leaves what Enter does in sight', () => {
  const told = run(wordy('choose_path'), ['0s start', '1s asked choose_path']);
  for (const keys of [[], ['j'], ['j', 'j'], ['page-down', 'k'], ['page-down', '2']]) {
    expect(screen(told, pressed(told, keys).view)).toMatch(/^> \d /m);
  }
  const {view} = pressed(told, ['page-down', 'page-down', 'page-down']);
  expect(screen(told, view)).toContain('Enter takes the one marked.');
});

test('a question that is too long begins with its first words, and says how much stands between them and the option', () => {
  const told = run(wordy('choose_path'), ['0s start', '1s asked choose_path']);
  for (const keys of [[], ['j'], ['j', 'j']]) {
    const shown = screen(told, pressed(told, keys).view);
    expect(shown).toContain('Sentence 0 of what has to be known before.');
    expect(shown).toMatch(/↓ \d+ more \(PgDn\)[\s\S]*^> \d /m);
  }
});

test('a field and the menu that are opened beside the list of steps stand over it where there is room for one pane', () => {
  const told = run(deletion, ['0s start', '1s asked tell_people']);
  expect(screen(told, pressed(told, ['tab', 'e', 'type:mmm']).view)).toContain('> mmm');
  expect(screen(told, pressed(told, ['tab', 'ctrl-c']).view)).toContain('What now?');
});

test('from the list of steps nothing is answered: Enter opens the step', () => {
  const told = run(deletion, ['0s start', '1s asked choose_path']);
  const {view, sent} = pressed(told, ['tab', '2', 'enter']);
  expect(sent).toEqual([]);
  expect(view.pane).toBe('step');
  expect(screen(told, pressed(told, ['tab']).view)).not.toContain('Enter choose');
});
