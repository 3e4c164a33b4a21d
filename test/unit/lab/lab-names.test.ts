/** The lab builds what a drill names, no more, and refuses a name that it has nothing for. */
import {expect, test} from 'vitest';
import {needsOf} from '../../../src/lab/lab-names.ts';

const nothing = {followers: [], withDump: false, withPgbackrest: false, otherDumps: []};

test('a drill that names only the primary and its backups gets no other server', () => {
  expect(needsOf(new Set())).toEqual({ok: true, value: nothing});
  expect(needsOf(new Set(['primary', 'repository', 'archive', 'side', 'data_directory']))).toEqual({
    ok: true,
    value: nothing,
  });
});

test.each([
  ['standby', {...nothing, followers: ['standby']}],
  ['second_site', {...nothing, followers: ['standby']}],
  ['standby_data_directory', {...nothing, followers: ['standby']}],
  ['delayed', {...nothing, followers: ['delayed']}],
  ['delayed_data_directory', {...nothing, followers: ['delayed']}],
  ['dump', {...nothing, withDump: true}],
  ['pgbackrest_config', {...nothing, withPgbackrest: true}],
])('who names %s gets it', (name, value) => {
  expect(needsOf(new Set(['primary', name]))).toEqual({ok: true, value});
});

test('a name that this lab has nothing for is said before anything is built', () => {
  expect(needsOf(new Set(['primary', 'pooler', 'dns']))).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/^The lab has no lab\.pooler and no lab\.dns here; it has primary, /),
  });
});
