/** Which hosts ssh is given. */
import {expect, test} from 'vitest';
import {hostOf, isDestination} from '../../../src/runbook/on-host.ts';

test.each([
  ['db-1', 'db-1'],
  ['postgres@db-1.example.net', 'db-1.example.net'],
  ['ssh://postgres@db-1:2222', 'db-1'],
  ['ssh://db-1', 'db-1'],
  ['ada@10.0.0.7', '10.0.0.7'],
  ['ada@fe80::1', 'fe80::1'],
  ['ssh://ada@[fe80::1]:22', '[fe80::1]'],
])('%s is the host %s', (text, host) => {
  expect([isDestination(text), hostOf(text)]).toEqual([true, host]);
});

test.each([
  '-oProxyCommand=touch x',
  'ada@-oProxyCommand=touch',
  '-l@db-1',
  'db-1 -v',
  'db-1\n',
  ' db-1',
  'db-1;id',
  'db-1`id`',
  '$(id)@db-1',
  'ada@db-1@db-2',
  'db-1:22',
  'db-1/x',
  '%h',
  '',
])('%j is none', text => {
  expect(isDestination(text)).toBe(false);
});
