/** The databases of PgBouncer's configuration, led from one place to another. */
import {expect, test} from 'vitest';
import {databasesIn, leadsTo, withPlace} from '../../../../src/backup/failover/pooler-file.ts';

const text = `;; the pooler of the shop
[databases]
; shop = host=192.0.2.11 port=5432
shop = host=192.0.2.11 port=5432 dbname=ticketing pool_size=20
reports=host = '192.0.2.11' user=reporting
"odd name" = port=5433 host=192.0.2.11
cache = host=192.0.2.77
local = dbname=postgres
* = host=192.0.2.11 auth_user=look

[pgbouncer]
listen_addr = 192.0.2.11
`;

test('only what leads to the old place leads to the new one, and every other letter stays', () => {
  const old = {host: '192.0.2.11', port: 5432};
  expect(databasesIn(text).map(({name, host, port}) => `${name} ${host}:${port}`)).toEqual([
    'shop 192.0.2.11:5432',
    'reports 192.0.2.11:5432',
    'odd name 192.0.2.11:5433',
    'cache 192.0.2.77:5432',
    'local null:5432',
    '* 192.0.2.11:5432',
  ]);
  const turned = withPlace(text, [old], {host: '192.0.2.12', port: 6000});
  const changed = turned.split('\n').filter((line, at) => line !== text.split('\n')[at]);
  expect(changed).toEqual([
    'shop = host=192.0.2.12 port=6000 dbname=ticketing pool_size=20',
    'reports=host=192.0.2.12 port=6000 user=reporting',
    '* = host=192.0.2.12 port=6000 auth_user=look',
  ]);
});

test('what was led there is led back by the same way', () => {
  const [old, other] = [
    {host: '192.0.2.11', port: 5432},
    {host: '192.0.2.12', port: 5432},
  ];
  const turned = withPlace('[databases]\nshop = host=192.0.2.11 port=5432\n', [old], other);
  expect(withPlace(turned, [other], old)).toBe('[databases]\nshop = host=192.0.2.11 port=5432\n');
  expect(withPlace(turned, [old], other)).toBe(turned);
});

test('a word that only ends in host or port is none of them', () => {
  const line = '[databases]\nshop = support=5432 myhost=192.0.2.11 host=192.0.2.77\n';
  expect(databasesIn(line)).toMatchObject([{host: '192.0.2.77', port: 5432}]);
  expect(withPlace(line, [{host: '192.0.2.11', port: 5432}], {host: '192.0.2.12', port: 5432})).toBe(line);
});

test('a host is the one that was named letter by letter, and every name that was given for it is sent too', () => {
  const text = '[databases]\nshop = host=192.0.2.11\nreports = host=db1.example.org\nlocal = dbname=shop\n';
  const [old, alias, other] = [
    {host: '192.0.2.11', port: 5432},
    {host: 'db1.example.org', port: 5432},
    {host: '192.0.2.12', port: 5432},
  ];
  const [shop, reports, local] = databasesIn(text);
  expect([shop, reports, local].map(one => one !== undefined && leadsTo(one, [old]))).toEqual([true, false, false]);
  expect(withPlace(text, [old, alias], other)).toBe(
    '[databases]\nshop = host=192.0.2.12 port=5432\nreports = host=192.0.2.12 port=5432\nlocal = dbname=shop\n',
  );
});
