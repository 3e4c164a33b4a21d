/** Access is as before when nobody more and nobody less may come in; only a door that was shut may stay shut. */
import {expect, test} from 'vitest';
import {accessDifferences} from '../../../../src/lab/oracle/access.ts';

const before = [
  'role app, may log in, at most -1 sessions',
  'role backup belongs to pg_monitor',
  'rule: host {all} {all} 127.0.0.0 255.0.0.0 scram-sha-256',
];

test('a rule that rejects may be added, and nothing else', () => {
  expect(accessDifferences(before, [...before, 'rule: host all all 127.0.0.66 255.255.255.255 reject'])).toEqual([]);
  expect(accessDifferences(before, [...before, 'rule: host all all 127.0.0.66 255.255.255.255 trust'])).toEqual([
    'not there before: rule: host all all 127.0.0.66 255.255.255.255 trust',
  ]);
  expect(accessDifferences(before, [...before, 'role support2, superuser, may log in, at most -1 sessions'])).toEqual([
    'not there before: role support2, superuser, may log in, at most -1 sessions',
  ]);
});

test('a login that was not given back, and a right that is gone, are told', () => {
  const now = ['role app, may not log in, at most -1 sessions', before[2] ?? ''];
  expect(accessDifferences(before, now)).toEqual([
    'no longer: role app, may log in, at most -1 sessions',
    'no longer: role backup belongs to pg_monitor',
    'not there before: role app, may not log in, at most -1 sessions',
  ]);
});
