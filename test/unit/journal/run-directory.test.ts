/** Directories of runs: made, listed, found, removed. */
import {existsSync, lstatSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createRun, findRun, listRuns, removeRun, runDirectory} from '../../../src/journal/run-directory.ts';
import {journalText, recovery, temporaryDirectory} from '../../support/journals.ts';

const ids = [
  '20261101t120000z-accidental-deletion-aaaaaa',
  '20261123t001957z-accidental-deletion-k7q2xw',
  '20261123t091500z-breach-bbbbbb',
] as const;

const stateWithRuns = (): string => {
  const state = temporaryDirectory();
  for (const id of ids) {
    createRun(state, id);
  }
  return state;
};

const found = (state: string, wanted: string) => {
  const run = findRun(state, wanted);
  return run.ok ? run.value.id : run.reason;
};

test('a run has a directory of its own for its owner alone', () => {
  const state = temporaryDirectory();
  const run = createRun(state, ids[0]);

  expect(run).toEqual({ok: true, value: runDirectory(state, ids[0])});
  for (const path of ['', 'output', 'evidence', 'seals']) {
    expect(lstatSync(join(state, 'runs', ids[0], path)).mode & 0o777).toBe(0o700);
  }
});

test('two runs cannot have one name', () => {
  const state = stateWithRuns();

  expect(createRun(state, ids[0])).toMatchObject({ok: false, reason: expect.stringMatching('exists already')});
});

test('runs are listed oldest first, and nothing else is', () => {
  const state = stateWithRuns();
  mkdirSync(join(state, 'runs', 'lost+found'));

  expect(listRuns(state)).toEqual({ok: true, value: ids});
  expect(listRuns(temporaryDirectory())).toEqual({ok: true, value: []});
});

test.each([
  ['its id', ids[1], ids[1]],
  ['the beginning of it', '20261123t00', ids[1]],
  ['its last six characters', 'bbbbbb', ids[2]],
])('a run is found by %s', (_, wanted, id) => {
  expect(found(stateWithRuns(), wanted)).toBe(id);
});

test('what may mean several is asked back', () => {
  expect(found(stateWithRuns(), '20261123')).toBe(
    `"20261123" may mean ${ids[1]}, ${ids[2]}; type more of the one you mean, or its last six characters.`,
  );
});

test('what means none is answered with the nearest', () => {
  expect(found(stateWithRuns(), 'accidental-deletion-k7q2xv')).toBe(
    `There is no run "accidental-deletion-k7q2xv". Did you mean ${ids[1]} or ${ids[0]}?`,
  );
  expect(found(stateWithRuns(), '??')).toBe(
    `There is no run "??". The latest is ${ids[2]}; \`lifeboat runs\` lists all.`,
  );
  expect(found(stateWithRuns(), '')).toMatch('There is no run ""');
  expect(found(temporaryDirectory(), 'x')).toMatch('nothing has been run');
});

test('a path is not a run', () => {
  expect(found(stateWithRuns(), '../runs')).toMatch('There is no run');
});

test('a run that never started is removed, one that recorded anything is not', () => {
  const state = stateWithRuns();
  const [nothing, torn, started] = ids.map(id => runDirectory(state, id));
  if (!(nothing && torn && started)) {
    throw new Error('three runs');
  }
  writeFileSync(torn.journal, journalText([recovery]).slice(0, 200));
  writeFileSync(started.journal, journalText([recovery]));

  expect([nothing, torn, started].map(run => removeRun(run).ok)).toEqual([true, true, false]);
  expect([nothing, torn, started].map(run => existsSync(run.path))).toEqual([false, false, true]);
});
