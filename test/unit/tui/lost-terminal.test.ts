/** A terminal that goes away, seen from the screens that stand on it one after the other. */
import {EventEmitter} from 'node:events';
import {expect, test} from 'vitest';
import {whenLost} from '../../../src/tui/lost-terminal.ts';

/** One whose mode of keys can be set for as long as it is there. */
const terminal = () => {
  const state = {isThere: true};
  const setRawMode = (): void => {
    if (!state.isThere) {
      throw new Error('setRawMode EIO');
    }
  };
  const streams = {stdin: Object.assign(new EventEmitter(), {setRawMode}), stdout: new EventEmitter()};
  return {...streams, state, streams: streams as unknown as Parameters<typeof whenLost>[0]};
};

test('whoever stands on it is told once, by whatever fails first', () => {
  const {stdin, stdout, state, streams} = terminal();
  const told: string[] = [];
  whenLost(streams, () => told.push('run'));
  state.isThere = false;
  stdin.setRawMode();
  stdin.emit('end');
  stdout.emit('error', new Error('write EIO'));
  expect(told).toEqual(['run']);
});

test('a screen that follows another one is told too, and the one before is not', () => {
  const {stdin, state, streams} = terminal();
  const told: string[] = [];
  const stop = whenLost(streams, () => told.push('home'));
  stop();
  whenLost(streams, () => told.push('run'));
  stdin.setRawMode();
  expect(told).toEqual([]);
  state.isThere = false;
  stdin.setRawMode();
  expect(told).toEqual(['run']);
});
