/** From an audit log that has holes, or a long list, it is still told who could have made the holes. */
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {auditScope} from '../../src/breach/audit-scope.ts';
import {type BreachedShop, makeBreachedShop} from '../support/breached-shop.ts';
import {must} from '../support/postgres-must.ts';

let shop: BreachedShop;

beforeAll(async () => {
  shop = await makeBreachedShop();
  await shop.sql('create role support2 superuser; create role burglar');
});

afterAll(() => shop.remove());

const line = (user: string, at: number, audited: string): string =>
  JSON.stringify({
    timestamp: `2026-11-23 03:12:${String(at).padStart(2, '0')}.000 UTC`,
    user,
    dbname: 'shop',
    remote_host: '203.0.113.7',
    session_id: '6a.1',
    txid: 800 + at,
    message: `AUDIT: SESSION,${at},1,${audited},<not logged>`,
  });

const scopeOf = async (name: string, lines: readonly string[], roles: readonly string[]) => {
  const evidenceDir = join(shop.desk, name);
  mkdirSync(evidenceDir);
  writeFileSync(join(evidenceDir, 'file-1-postgresql.json'), `${lines.join('\n')}\n`);
  const from = '2026-11-22T00:00:00Z';
  return must(await auditScope({database: shop.uri, evidenceDir, from, otherwise: from, roles}));
};

const views = Array.from({length: 51}, (_, index) =>
  line('burglar', index, `DDL,CREATE VIEW,VIEW,public.v${index},create view`),
);

test('a change of roles counts behind more commands than are listed', async () => {
  expect(await scopeOf('views', views, ['burglar'])).toMatchObject({couldHide: []});
  const {visitors, couldHide} = await scopeOf(
    'views and a role',
    [...views, line('burglar', 55, 'ROLE,ALTER ROLE,,,alter role app superuser')],
    ['burglar'],
  );

  expect(visitors[0]?.commands).toHaveLength(50);
  expect(couldHide).toEqual(['burglar changed roles or their rights']);
});

test('a role that is named and left no line is asked about too', async () => {
  const {couldHide, summary} = await scopeOf(
    'others',
    [line('app', 1, 'READ,SELECT,TABLE,public.customers,select')],
    ['support2'],
  );

  expect(couldHide).toEqual(['support2 is a superuser']);
  expect(summary).toContain('nothing in the logs came from these addresses or roles; this may not be all: support2');
});
