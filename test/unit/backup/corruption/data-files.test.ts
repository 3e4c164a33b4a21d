/** What the name of a file in a data directory says. */

import {expect, test} from 'vitest';
import {readFileName} from '../../../../src/backup/corruption/data-files.ts';

test.each([
  ['16384', {filenode: 16_384, fork: 'main', segment: 0}],
  ['16384.2', {filenode: 16_384, fork: 'main', segment: 2}],
  ['16384_fsm', {filenode: 16_384, fork: 'fsm', segment: 0}],
  ['16384_vm.1', {filenode: 16_384, fork: 'vm', segment: 1}],
  ['16384_init', {filenode: 16_384, fork: 'init', segment: 0}],
])('%s holds pages', (name, file) => {
  expect(readFileName(name)).toEqual(file);
});

test.each(['t3_16390', 'pg_filenode.map', 'PG_VERSION', 'pg_internal.init', 'pg_control', 'pgsql_tmp1.0'])(
  '%s holds none that can be checked',
  name => {
    expect(readFileName(name)).toBeNull();
  },
);
