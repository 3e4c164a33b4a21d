/** The restore_command is a line of shell, so it is run as the server runs it. */
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {fetchCommand} from '../../../src/backup/fetch-command.ts';
import {must} from '../../support/postgres-must.ts';
import {workPlace} from '../../support/work-place.ts';

let place: string;
const segment = '000000010000000000000003';

beforeEach(() => {
  place = mkdtempSync(join(workPlace, "fetch o'%f "));
  mkdirSync(join(place, 'archive'));
  mkdirSync(join(place, 'received'));
});

afterEach(() => rmSync(place, {recursive: true}));

const put = (directory: string, name: string, text: string): void => writeFileSync(join(place, directory, name), text);

/** As the server does it: %f and %p replaced, %% one of them. The exit code, and what arrived. */
const fetch = (
  name: string,
  archiveDir: string | null = join(place, 'archive'),
  {archiveCommand = 'false', receivedDir = join(place, 'received') as string | null} = {},
) => {
  const into = join(place, 'RECOVERYXLOG');
  rmSync(into, {force: true});
  const command = must(fetchCommand({archiveCommand, archiveDir, receivedDir, segmentBytes: 8})).replaceAll(
    /%(.)/g,
    (_all, letter: string) => ({f: name, p: into})[letter] ?? letter,
  );
  let exit = 0;
  try {
    execFileSync('/bin/sh', ['-c', command]);
  } catch (thrown) {
    exit = (thrown as {readonly status: number}).status;
  }
  return {exit, text: existsSync(into) ? readFileSync(into, 'utf8') : null};
};

test('the archive comes first, then what was received whole, then the segment that was being received', () => {
  put('received', `${segment}.partial`, 'part wal');
  expect(fetch(segment)).toEqual({exit: 0, text: 'part wal'});
  put('received', segment, 'received');
  expect(fetch(segment)).toEqual({exit: 0, text: 'received'});
  put('archive', segment, 'archived');
  expect(fetch(segment)).toEqual({exit: 0, text: 'archived'});
});

test('a segment that was cut short is passed over, a history of any size is not, and nothing is an exit code of 1', () => {
  put('archive', segment, 'cut');
  expect(fetch(segment)).toEqual({exit: 1, text: null});
  put('received', segment, 'received');
  expect(fetch(segment)).toEqual({exit: 0, text: 'received'});
  put('archive', '00000002.history', '1\t0/3000000');
  expect(fetch('00000002.history')).toEqual({exit: 0, text: '1\t0/3000000'});
  expect(fetch('00000003.history')).toEqual({exit: 1, text: null});
});

test('a segment that was cut short is passed over also where nothing was received', () => {
  const archive = join(place, 'archive');
  put('received', segment, 'received');
  put('archive', segment, 'cut');
  expect(fetch(segment, archive, {receivedDir: null})).toEqual({exit: 1, text: null});
  put('archive', segment, 'archived');
  expect(fetch(segment, archive, {receivedDir: null})).toEqual({exit: 0, text: 'archived'});
});

test('an archive that is no directory is asked by its own command first', () => {
  put('received', segment, 'received');
  expect(fetch(segment, null, {archiveCommand: 'printf archived > "%p"'})).toEqual({exit: 0, text: 'archived'});
  expect(fetch(segment, null)).toEqual({exit: 0, text: 'received'});
});
