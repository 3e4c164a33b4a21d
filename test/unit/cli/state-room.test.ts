/** Whether there is room for a run, and on a disk of this host. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {checkStateRoom} from '../../../src/cli/state-room.ts';
import type {FileSystem} from '../../../src/journal/segments/file-system.ts';
import {temporaryDirectory} from '../../support/journals.ts';

const mebibyte = 1024 * 1024;

const on = (found: FileSystem) => () => found;
const roomy = on({freeBytes: 1_000 * mebibyte, freeInodes: 0.5});
const low = on({freeBytes: 200 * mebibyte});
const nearlyFull = on({freeBytes: 100 * mebibyte});

test('where there is room nothing is said, and the ballast is made', () => {
  const state = temporaryDirectory();

  for (const beginning of ['incident', 'drill', 'resume'] as const) {
    expect(checkStateRoom(state, beginning, {measure: roomy})).toEqual({ok: true, value: {}});
  }
  expect(existsSync(join(state, 'ballast'))).toBe(true);
});

test('with little room a drill is refused, an incident has to be confirmed, and a resume goes on', () => {
  const state = temporaryDirectory();

  expect(checkStateRoom(state, 'drill', {measure: low})).toMatchObject({
    ok: false,
    reason: {exit: 'unsafe', message: expect.stringMatching(/nearly full: 200 MiB are free; a drill is not begun/)},
  });
  expect(checkStateRoom(state, 'incident', {measure: low})).toMatchObject({value: {lowRoom: {room: 'low'}}});
  expect(checkStateRoom(state, 'incident', {measure: nearlyFull})).toMatchObject({
    value: {lowRoom: {room: 'nearly-full'}},
  });
  expect(checkStateRoom(state, 'resume', {measure: nearlyFull})).toEqual({ok: true, value: {}});
});

test('where next to nothing is left the ballast is given back for the files that a run begins with', () => {
  const state = temporaryDirectory();
  checkStateRoom(state, 'incident', {measure: roomy});
  checkStateRoom(state, 'incident', {measure: on({freeBytes: 100 * 1024})});

  expect(existsSync(join(state, 'ballast'))).toBe(false);
});

test('a network file system is refused with its name, unless it is allowed: then the record says so', () => {
  const state = temporaryDirectory();
  const measure = on({network: 'NFS', freeBytes: 1_000 * mebibyte});

  expect(checkStateRoom(state, 'resume', {measure})).toMatchObject({
    ok: false,
    reason: {
      exit: 'unsafe',
      message: expect.stringMatching(/network file system \(NFS\)/),
      hint: expect.stringMatching('--allow-network-fs'),
    },
  });
  expect(checkStateRoom(state, 'incident', {measure, allowNetworkFs: true})).toEqual({
    ok: true,
    value: {networkFs: 'NFS'},
  });
});
