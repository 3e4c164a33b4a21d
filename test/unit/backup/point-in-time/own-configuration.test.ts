/** A configuration that is made for a server without one lets in who was named, and nobody else. */
import {expect, test} from 'vitest';
import {ownConfiguration} from '../../../../src/backup/point-in-time/own-configuration.ts';

const lines = (text: string | undefined) => text?.split('\n').filter(line => line !== '' && !line.startsWith('#'));

test('by the socket the accounts of this host, by the network who has a password, and never without one', () => {
  const files = ownConfiguration({
    socketDir: "/srv/pg's",
    port: 5433,
    listen: '10.2.0.11',
    allow: ['10.0.0.0/8'],
    console: [{account: 'root', role: 'postgres'}],
    limits: {max_connections: '200'},
  });
  expect(lines(files['pg_hba.conf'])).toEqual([
    'local all all peer map=console',
    'local replication all peer map=console',
    'host all all 10.0.0.0/8 scram-sha-256',
  ]);
  expect(lines(files['pg_ident.conf'])).toEqual(['console "root" "postgres"']);
  expect(lines(files['postgresql.conf'])).toEqual([
    "listen_addresses = '10.2.0.11'",
    "port = '5433'",
    "unix_socket_directories = '/srv/pg''s'",
    "max_connections = '200'",
  ]);
});
