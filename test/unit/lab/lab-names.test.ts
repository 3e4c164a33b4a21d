/** The lab builds what a drill names, no more, and refuses a name that it has nothing for. */
import {expect, test} from 'vitest';
import {needsOf} from '../../../src/lab/lab-names.ts';
import {labNames} from '../../../src/runbook/words.ts';

const nothing = {
  followers: [],
  withDump: false,
  withPgbackrest: false,
  otherDumps: [],
  withAccounts: false,
  withAudit: false,
  withSecondCopy: false,
  withObjectStore: false,
  network: undefined,
};

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
  ['primary_tcp', {...nothing, network: []}],
  ['standby_tcp', {...nothing, followers: ['standby'], network: []}],
  ['second_site_tcp', {...nothing, network: []}],
  ['dns', {...nothing, network: ['dns']}],
  ['pooler_admin', {...nothing, network: ['pooler']}],
  ['balancer_socket', {...nothing, network: ['balancer']}],
  ['received_wal', {...nothing, network: ['receiver']}],
  ['credentials', {...nothing, network: [], withAccounts: true}],
  ['audit_log', {...nothing, network: [], withAccounts: true, withAudit: true}],
  ['second_copy', {...nothing, withSecondCopy: true}],
  ['object_store_credentials', {...nothing, withObjectStore: true}],
])('who names %s gets it', (name, value) => {
  expect(needsOf(new Set(['primary', name]))).toEqual({ok: true, value});
});

test('every name that a runbook may say has something behind it', () => {
  expect(needsOf(new Set(labNames))).toMatchObject({ok: true});
});

test('a name that this lab has nothing for is said before anything is built', () => {
  expect(needsOf(new Set(['primary', 'mainframe', 'tape']))).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/^The lab has no lab\.mainframe and no lab\.tape here; it has primary, /),
  });
});
