/** What the keys of a replay do. */
import {expect, test} from 'vitest';
import {deletion} from '../../../support/deletion-sample.ts';
import {pressedOn} from '../../../support/pressed.ts';
import {replayed} from '../../../support/replayed.ts';
import {run} from '../../../support/run.ts';

const told = run(deletion, [
  '0s start',
  '1m began stop_writes',
  '2m failed stop_writes no privilege',
  '5m skipped stop_writes by hand',
  '6m asked choose_path',
  '8m chosen choose_path point_in_time',
]);

const after = (at: number, ...keys: readonly string[]) => {
  const session = replayed(told, at);
  const {view} = pressedOn(session, keys);
  return {...session.playback.now(), view};
};

test('space plays and pauses; plus and minus change the speed', () => {
  expect(after(0, 'space').player.isPlaying).toBe(true);
  expect(after(0, 'space', 'space').player.isPlaying).toBe(false);
  expect(after(0, '+', '=', '+', '-').player.speed).toBe(5);
  expect(after(0, 'i').player.skipsSilence).toBe(true);
});

test('the keys of marks go to the next one of their kind, as capitals back to the one before, and look at its step', () => {
  expect(after(0, 'x')).toMatchObject({position: 5, view: {selected: 'stop_writes'}});
  expect(after(0, 'u').position).toBe(4);
  expect(after(0, 'd')).toMatchObject({position: 7, view: {selected: 'choose_path'}});
  expect(after(7, 'X').position).toBe(5);
  expect(after(7, 'M').position).toBe(2);
  expect(after(0, ']', ']', ']').position).toBe(4);
  expect(after(4, '[').position).toBe(2);
});

test('where there is no such mark one is told, and nothing moves', () => {
  expect(after(7, 'x')).toMatchObject({position: 7, view: {notice: 'There is no deviation after this.'}});
  expect(after(1, 'U').view.notice).toBe('There is no step that was held or unknown before this.');
});

test('a place is typed as it is for --at; what is none is said, and the line stays open', () => {
  expect(after(0, ':', 'type:02:52:30', 'enter')).toMatchObject({position: 5, view: {dialog: {kind: 'none'}}});
  expect(after(0, ':', 'type:stop_writes', 'enter')).toMatchObject({position: 5, view: {selected: 'stop_writes'}});
  expect(after(0, ':', 'type:+3m', 'enter').position).toBe(4);
  expect(after(3, ':', 'type:soon', 'enter')).toMatchObject({
    position: 3,
    view: {notice: expect.stringContaining('"soon" is no step'), dialog: {kind: 'field'}},
  });
});

test('moving by hand stops the playing and goes back to where the run stood', () => {
  const moved = after(0, 'x', 'space', 'right');
  expect(moved.player.isPlaying).toBe(false);
  expect(moved.view.selected).toBeNull();
});

test('the list of steps keeps what is looked at in it', () => {
  const {view} = after(3, 'tab', 'down', 'right');
  expect(view).toMatchObject({pane: 'steps', selected: 'choose_path'});
});
