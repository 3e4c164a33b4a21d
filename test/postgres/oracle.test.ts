/** The oracle of a drill is not to be fooled: each way of not being whole has a finding of its own. */

import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {startApplication} from '../../src/lab/application.ts';
import type {Damage} from '../../src/lab/damage.ts';
import {type Estate, openEstate} from '../../src/lab/estate.ts';
import {prepareFault} from '../../src/lab/faults.ts';
import {judge} from '../../src/lab/oracle.ts';
import {maintenanceConnection} from '../../src/lab/sites/current.ts';
import type {Writes} from '../../src/lab/truth.ts';
import {connect} from '../../src/postgres/connect.ts';
import {must} from '../support/postgres-must.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
let estate: Estate;
let damage: Damage;
let writes: Writes;

beforeAll(async () => {
  estate = must(await openEstate({run: `oracle-${process.pid}`, stateDir, scale: 400}));
  await run('create table saved_payments as table payments');
  const application = startApplication(estate);
  await vi.waitUntil(() => application.counts().acknowledged > 2, {timeout: 10_000});
  const fault = must(
    await prepareFault(estate, {delete_rows: {table: 'payments', where: "created_at < now() - interval '90 days'"}}),
  );
  damage = must(await fault.inject());
  const before = application.counts().acknowledged;
  await vi.waitUntil(() => application.counts().acknowledged > before + 2, {timeout: 10_000});
  await application.stop();
  writes = application.writes();
});

afterAll(async () => {
  must(await estate.dismantle());
  rmSync(stateDir, {recursive: true});
});

/** Names of the findings that are not well. */
const complaints = async () => {
  const findings = must(await judge(estate, {damage, writes}));
  return findings.filter(({ok}) => !ok).map(({name}) => name);
};

const run = (sql: string) => runAt(estate.primary, sql);

const inMaintenance = (sql: string) => runAt(maintenanceConnection({connection: estate.primary}), sql);

const runAt = async (uri: string, sql: string) => {
  const connection = must(await connect(uri));
  must(await connection.run(sql));
  await connection.close();
};

const bringBack = `insert into payments overriding system value select * from saved_payments on conflict do nothing`;

test('before anything is brought back the rows are missing, and afterwards nothing is', async () => {
  expect(await complaints()).toEqual(['symptom_gone', 'rows_back:public.payments', 'nothing_else_changed']);
  await run(bringBack);
  expect(await complaints()).toEqual([]);
});

test('one row that is missing, or one byte that is another, is seen', async () => {
  const key = damage.lost[0]?.rows[0]?.key[0];
  await run(`${bringBack}; delete from payments where id = ${key}`);
  expect(await complaints()).toEqual(['symptom_gone', 'rows_back:public.payments', 'nothing_else_changed']);
  await run(`${bringBack}; update payments set provider = provider || ' ' where id = ${key}`);
  expect(await complaints()).toEqual(['symptom_gone', 'rows_back:public.payments', 'nothing_else_changed']);
  await run(`update payments set provider = rtrim(provider) where id = ${key}`);
  expect(await complaints()).toEqual([]);
});

test('a row too many, a lost write of the application, an orphan and a table that was left behind are seen', async () => {
  await run(`${bringBack}; insert into venues (name, city, capacity) values ('Shadow Arena', 'Oslo', 1)`);
  expect(await complaints()).toEqual(['nothing_else_changed']);
  await run(`delete from venues where name = 'Shadow Arena'`);

  const ticket = writes.acknowledged.at(-1)?.keys.tickets?.[0];
  await run(
    `create table gone as select * from tickets where id = ${ticket}; delete from tickets where id = ${ticket}`,
  );
  expect(await complaints()).toEqual(['writes_survived:after', 'structure_as_before']);
  await run(`insert into tickets overriding system value table gone; drop table gone`);

  const [order, first] = [writes.acknowledged.at(-1)?.keys.orders?.[0], writes.acknowledged.at(0)?.keys.orders?.[0]];
  await run(`create table gone as select * from orders where id in (${order}, ${first})`);
  await run(`set session_replication_role = replica; delete from orders where id = ${first}`);
  expect(await complaints()).toEqual(['writes_survived:before', 'no_orphans', 'structure_as_before']);
  await run(`insert into orders overriding system value select * from gone where id = ${first}; drop table gone`);
  expect(await complaints()).toEqual([]);
});

test('a row too many among those of the application is seen, and one that it was never answered about is none', async () => {
  const [order] = writes.acknowledged.at(-1)?.keys.orders ?? [];
  await run(`insert into orders (reference, customer_id, event_id, status, total_cents)
    select 'LIVE-forged', customer_id, event_id, status, total_cents from orders where id = ${order}`);
  expect(await complaints()).toEqual(['no_write_too_many']);
  const findings = must(await judge(estate, {damage, writes: {...writes, unanswered: 1}}));
  expect(findings.filter(({ok}) => !ok)).toEqual([]);
  await run(`delete from orders where reference = 'LIVE-forged'`);
  expect(await complaints()).toEqual([]);
});

const keyOf = (name: string) => `foreign key (event_id) references ${name}`;

test.each([
  [
    'a foreign key that is dropped',
    'alter table orders drop constraint orders_event_id_fkey',
    `alter table orders add constraint orders_event_id_fkey ${keyOf('events')}`,
  ],
  [
    'a foreign key that is made anew and not valid',
    `alter table orders drop constraint orders_event_id_fkey, add constraint orders_event_id_fkey ${keyOf('events')} not valid`,
    'alter table orders validate constraint orders_event_id_fkey',
  ],
  [
    'a check that is dropped',
    'alter table venues drop constraint venues_capacity_check',
    'alter table venues add constraint venues_capacity_check check (capacity > 0)',
  ],
  [
    'triggers that were left off',
    'alter table payments disable trigger all',
    'alter table payments enable trigger all',
  ],
  [
    'an index that is gone',
    'drop index payments_order_id_idx',
    'create index payments_order_id_idx on payments (order_id)',
  ],
  [
    'a trigger that was left behind',
    'create trigger quiet before update on venues for each row execute function suppress_redundant_updates_trigger()',
    'drop trigger quiet on venues',
  ],
  ['another owner', 'alter table saved_payments owner to app', 'alter table saved_payments owner to postgres'],
  [
    'a column that is another',
    'alter table venues alter city drop not null',
    'alter table venues alter city set not null',
  ],
  ['a right that somebody got', 'grant select on venues to public', 'revoke select on venues from public'],
  [
    'a limit of the database that was left',
    'alter database ticketing connection limit 3',
    'alter database ticketing connection limit -1',
  ],
  ['a right that was not given back', 'revoke update on tickets from app', 'grant update on tickets to app'],
])('%s is seen', async (_what, sabotage, repair) => {
  await run(sabotage);
  expect(await complaints()).toEqual(['structure_as_before']);
  await run(repair);
  expect(await complaints()).toEqual([]);
});

test.each([
  ['has no login', 'alter role app nologin', 'alter role app login'],
  ['may only read', 'alter role app set default_transaction_read_only = on', 'alter role app reset all'],
  ['finds no room', 'alter role app connection limit 0', 'alter role app connection limit -1'],
])('an application that %s cannot write again, and that is seen', async (_why, sabotage, repair) => {
  await run(sabotage);
  expect(await complaints()).toEqual(['application_writes']);
  await run(repair);
  expect(await complaints()).toEqual([]);
});

test('a sequence that would give numbers that are taken is seen, and the application cannot write', async () => {
  await run(`select setval('orders_id_seq', 1)`);
  expect(await complaints()).toEqual(['sequences_ahead', 'application_writes']);
  await run(`select setval('orders_id_seq', (select max(id) from orders))`);
  expect(await complaints()).toEqual([]);
});

test('a row of the application that is not as it wrote it is seen', async () => {
  const [ticket] = writes.acknowledged.at(0)?.keys.tickets ?? [];
  await run(`update tickets set price_cents = price_cents + 1 where id = ${ticket}`);
  expect(await complaints()).toEqual(['nothing_else_changed']);
  await run(`update tickets set price_cents = price_cents - 1 where id = ${ticket}`);
  expect(await complaints()).toEqual([]);
});

test('a table or a database that is not there is a finding', async () => {
  await run('alter table tickets rename to tickets_away');
  expect(await complaints()).toEqual(
    expect.arrayContaining(['nothing_else_changed', 'writes_survived', 'no_write_too_many', 'application_writes']),
  );
  await run('alter table tickets_away rename to tickets');
  await inMaintenance('alter database ticketing rename to ticketing_away');
  expect(await judge(estate, {damage, writes})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('database "ticketing" does not exist'),
  });
  await inMaintenance('alter database ticketing_away rename to ticketing');
  expect(await complaints()).toEqual([]);
});

test('what the oracle writes to see whether the application can is not left behind', async () => {
  const orders = async () => {
    const connection = must(await connect(estate.primary));
    const counted = must(await connection.run('select count(*) as n from orders'));
    await connection.close();
    return counted[0]?.rows[0]?.n;
  };
  const before = await orders();
  expect(await complaints()).toEqual([]);
  expect(await orders()).toBe(before);
});

test('nothing is judged, and nothing broken, on a server that does not show the token', async () => {
  const stranger = {...estate, token: 'a token of another lab'};
  const refused = {ok: false, reason: expect.stringContaining('does not show the token')};
  expect(await judge(stranger, {damage, writes})).toMatchObject(refused);
  expect(await prepareFault(stranger, {delete_rows: {table: 'venues', where: 'true'}})).toMatchObject(refused);
});

test('an application whose login is taken away keeps asking, and goes on as soon as it may', async () => {
  const application = startApplication(estate);
  const before = application.counts().acknowledged;
  await vi.waitUntil(() => application.counts().acknowledged > before, {timeout: 10_000});
  // Not in one statement: until it commits the old session would be gone and a new one could still come in.
  await run('alter role app nologin');
  await run(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'app'`);
  await vi.waitUntil(() => application.counts().refused > 1, {timeout: 10_000});
  expect(application.counts().lastRefusal).toContain('is not permitted to log in');

  const stopped = application.counts().acknowledged;
  await run('alter role app login');
  await vi.waitUntil(() => application.counts().acknowledged > stopped, {timeout: 10_000});
  await application.stop();
});
