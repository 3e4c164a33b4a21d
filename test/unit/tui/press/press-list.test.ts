/** The list of steps: its ends, its pages, and steps found by a word. */
import {expect, test} from 'vitest';
import {stepsInOrder} from '../../../../src/run/blocks.ts';
import {momentOf} from '../../../../src/tui/moment.ts';
import {settle} from '../../../../src/tui/press/press.ts';
import {renderFrame} from '../../../../src/tui/screens/at-moment.tsx';
import {unicodeGlyphs} from '../../../../src/tui/theme.ts';
import {deletion} from '../../../support/deletion-sample.ts';
import {pressed} from '../../../support/pressed.ts';
import {run} from '../../../support/run.ts';
import {toldSession} from '../../../support/told-session.ts';

const running = run(deletion, ['0s start', '1s began stop_writes']);
const paths = stepsInOrder(running.state).map(({path}) => path);

test('Home and End go to the ends of the list, pages never beyond them', () => {
  expect(pressed(running, ['tab', 'end']).view.selected).toBe(paths.at(-1));
  expect(pressed(running, ['tab', 'end', 'home']).view.selected).toBe(paths[0]);
  expect(pressed(running, ['tab', 'page-down', 'page-down', 'page-down']).view.selected).toBe(paths.at(-1));
  expect(pressed(running, ['tab', 'page-down', 'page-up', 'page-up']).view.selected).toBe(paths[0]);
});

test('a word of its title or its id finds a step while it is typed; n and N go on and back, round the ends', () => {
  const typed = pressed(running, ['tab', '/', 'type:load']);
  expect(typed.view).toMatchObject({dialog: {kind: 'find-step'}, selected: 'choose_path:last_dump/load_dump'});
  const found = pressed(running, ['tab', '/', 'type:put back', 'enter']);
  expect(found.view).toMatchObject({dialog: {kind: 'none'}, selected: 'put_back', pane: 'steps', wanted: 'put back'});
  expect(pressed(running, ['tab', '/', 'type:put back', 'enter', 'n']).view).toMatchObject({
    selected: 'put_back',
    notice: '"put back": 1 of 1. From the first step again.',
  });
});

test('Esc gives the search up and goes back; a word that no step has says so', () => {
  expect(pressed(running, ['tab', 'down', '/', 'type:put', 'escape']).view).toMatchObject({
    pane: 'steps',
    selected: pressed(running, ['tab', 'down']).view.selected,
  });
  expect(pressed(running, ['tab', '/', 'type:moon']).view.notice).toBe('No step has "moon" in its title or its id.');
  expect(pressed(running, ['tab', 'n']).view.notice).toContain('/ searches the steps');
});

test('nothing is answered from the list, whatever is typed into the search', () => {
  const held = run(deletion, ['0s start', '1s began stop_writes', '3s failed stop_writes 2 sessions are left']);
  expect(pressed(held, ['tab', 'r', 's', '/', 'type:rso', 'enter', 'n', 'N']).sent).toEqual([]);
});

test('of several steps that wait each is reached with one key, and so are those at work', () => {
  const many = run(deletion, [
    '0s start',
    '1s asked tell_people',
    '2s began stop_writes',
    '3s asked choose_path',
    '4s asked allow_repair',
  ]);
  expect(pressed(many, ['.']).view.selected).toBe('choose_path');
  expect(pressed(many, ['.', '.']).view.selected).toBe('allow_repair');
  expect(pressed(many, ['.', '.', '.']).view.selected).toBe('tell_people');
  const working = settle(pressed(many, [',']).view, momentOf(toldSession(many)));
  expect(working).toMatchObject({selected: 'stop_writes', question: null});
  expect(pressed(many, ['tab', '.']).view).toMatchObject({pane: 'step', selected: 'choose_path'});
});

test('where only one waits, and it stands there already, no key pretends that there is more', () => {
  expect(pressed(run(deletion, ['0s start', '1s asked tell_people']), ['.', ',']).view.selected).toBe(null);
});

test('where one waits and another step is looked at, the key that the screen names goes to it', () => {
  const one = run(deletion, ['0s start', '1s asked tell_people']);
  const {view} = pressed(one, ['tab', 'end', 'tab']);
  const moment = momentOf(toldSession(one));
  const picture = renderFrame({moment, view, size: {columns: 120, rows: 40}, glyphs: unicodeGlyphs});
  expect(view.selected).toBe(paths.at(-1));
  expect(picture).toContain('[.] 1 waits for you: Tell the incident channel');
  expect(picture).toContain('. next waiting');
  expect(pressed(one, ['tab', 'end', 'tab', '.']).view).toMatchObject({pane: 'step', selected: 'tell_people'});
});

test('while a line is typed into, the key is not named: there it is a letter', () => {
  const two = run(deletion, ['0s start', '1s asked tell_people', '2s asked allow_repair']);
  const {view} = pressed(two, ['e']);
  const moment = momentOf(toldSession(two));
  const picture = renderFrame({moment, view, size: {columns: 120, rows: 40}, glyphs: unicodeGlyphs});
  expect(picture).toContain('1 more waits for you');
  expect(picture).not.toContain('[.]');
});
