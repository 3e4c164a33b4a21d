/** A guarded session asks each server for as much as it knows: what an older one refuses is left out, and nothing else. */
import {expect, test} from 'vitest';
import {guardedOptions, withoutRefused} from '../../../src/postgres/guarded-session.ts';
import type {ConnectionTarget} from '../../../src/postgres/uri.ts';

const target: ConnectionTarget = {
  host: 'db',
  port: 5432,
  user: 'postgres',
  database: 'role',
  options: {sslmode: 'require', options: ['-c work_mem=64MB', ...guardedOptions].join(' ')},
};

const refusing = (sqlstate: string, text: string) => ({
  message: `cannot connect to role at db:5432 as postgres: ${text}; see whether the role may log in`,
  sqlstate,
  uncertain: false,
});

const optionsAfter = (sqlstate: string, text: string) =>
  withoutRefused(target, refusing(sqlstate, text))?.options.options ?? null;

test('a server before login triggers is asked neither for them nor for what came later', () => {
  const fewer = optionsAfter('42704', 'unrecognized configuration parameter "event_triggers"');
  expect(fewer).toContain('-c work_mem=64MB -c search_path=pg_catalog -c role=none');
  expect(fewer).not.toContain('event_triggers');
  expect(fewer).not.toContain('extension_control_path');
});

test.each([
  ['42704', 'unbekannter Konfigurationsparameter »extension_control_path«', 'extension_control_path'],
  ['42501', 'permission denied to set parameter "session_preload_libraries"', 'session_preload_libraries'],
])('%s %s leaves out that one', (sqlstate, text, name) => {
  const fewer = optionsAfter(sqlstate, text);
  expect(fewer).not.toContain(name);
  expect(fewer?.split(' -c ')).toHaveLength(guardedOptions.length);
});

test.each([
  ['42704', 'unrecognized configuration parameter "pgaudit.odd"'],
  ['28P01', 'password authentication failed for user "role"'],
  ['3D000', 'database "role" does not exist'],
])('%s %s is no reason to ask for less', (sqlstate, text) => {
  expect(optionsAfter(sqlstate, text)).toBe(null);
});
