/** Logins that stay are named by role and address, and an isolated file ends with a refusal for everybody. */
import {expect, test} from 'vitest';
import {isolatedFile, parseLogin} from '../../../src/breach/way-in.ts';

test.each([
  ['replicator@10.0.0.2', {role: 'replicator', address: '10.0.0.2'}],
  ['odd@role@2001:db8::2', {role: 'odd@role', address: '2001:db8::2'}],
  ['backup@local', {role: 'backup', address: null}],
])('%s is read', (text, login) => {
  expect(parseLogin(text)).toEqual({ok: true, value: login});
});

test.each(['replicator', '@10.0.0.2', 'replicator@db.example.org', 'replicator@10.0.0.0/8'])('%s is refused', text => {
  expect(parseLogin(text)).toMatchObject({ok: false, reason: expect.stringContaining(text)});
});

test('who stays comes first, then nobody, over the socket, the network and for replication', () => {
  const lines = isolatedFile(['local all "postgres" peer'])
    .split('\n')
    .filter(line => !line.startsWith('#'));
  expect(lines).toEqual([
    'local all "postgres" peer',
    'local all all reject',
    'local replication all reject',
    'host all all all reject',
    'host replication all all reject',
    '',
  ]);
});
