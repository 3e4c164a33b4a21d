/** What is different in a configuration, told in words. */
import {expect, test} from 'vitest';
import {compareConfiguration} from '../../../src/lab/configuration.ts';

const before = {
  settings: ['archive_command = cp %p /archive/%f', 'max_connections = 200'],
  rules: ['local all postgres peer', 'host all all 10.0.0.0 255.0.0.0 scram-sha-256'],
  maps: ['backup root postgres'],
};

test('a configuration that is as it was is not different', () => {
  expect(compareConfiguration(before, structuredClone(before))).toEqual([]);
});

test('a setting that is gone, one that is new, and rules in another order are told', () => {
  const now = {
    settings: ['archive_command = cp %p /archive/%f', 'max_connections = 100'],
    rules: [...before.rules].reverse(),
    maps: [],
  };
  expect(compareConfiguration(before, now)).toEqual([
    'postgresql.conf no longer has: max_connections = 200',
    'postgresql.conf had not: max_connections = 100',
    'pg_hba.conf had 2 rules and has 2, and they are not the same',
    'pg_ident.conf has other maps',
  ]);
});
