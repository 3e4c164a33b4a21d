/** What happened to the database between the deletion and the put-back: it is seen, said, and never guessed away. */

import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {checkPutBack, putBack} from '../../src/backup/put-back.ts';
import {type DeletedShop, makeDeletedShop} from '../support/deleted-shop.ts';
import type {Cluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

let shop: DeletedShop;
let cluster: Cluster;

beforeAll(async () => {
  shop = await makeDeletedShop();
  cluster = shop.cluster;
});

afterAll(() => shop.remove());

// Every test begins with the rows gone.
beforeEach(() => shop.deleteAgain());

test('a table with partitions counts as there when the rows of its partition come back too', async () => {
  expect(must(await checkPutBack(shop.asked()))).toMatchObject({lost: 12, obstacles: []});
  expect(must(await putBack(shop.asked()))).toMatchObject({rowsRestored: 12});
});

test('a foreign key that a partition has from its table is asked about before anybody gives a go', async () => {
  const orphaned = shop.asked(['public.tickets_north']);
  const {obstacles} = must(await checkPutBack(orphaned));
  expect(obstacles).toEqual([
    expect.stringMatching(/^4 of the lost rows of public\.tickets_north .* point at rows of public\.customers/),
  ]);
  expect(await putBack({...orphaned, triggers: 'skip'})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('bring back the transaction that deleted those first'),
  });
});

test('an address that somebody else has registered with since is said before anybody gives a go', async () => {
  await cluster.sql(`insert into customers values (50, 'c2@example.org', 'New')`);
  const taken = '1 of the lost rows of public.customers ((c2@example.org)) cannot go back';
  expect(must(await checkPutBack(shop.asked()))).toMatchObject({
    conflicting: 0,
    obstacles: [expect.stringContaining(taken)],
  });
  expect(await putBack(shop.asked())).toMatchObject({ok: false, reason: expect.stringContaining(taken)});
});

test('with triggers skipped, a parent that is deleted while rows go back ends in a refusal, and no orphan is made', async () => {
  const tickets = shop.asked(['public.customers', 'public.tickets_north']);
  await cluster.sql('delete from scans; delete from tickets; delete from customers');
  const going = await whileItWaits(tickets, 'delete from venues where id = 2');
  expect(going).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/^rows of public\.venues .* point at \(.*\) cannot be held: .*try again/),
  });
  expect(await cluster.sql('select from tickets')).toEqual([]);
});

test("with triggers skipped, a parent that is only renamed meanwhile is in nobody's way", async () => {
  const tickets = shop.asked(['public.customers', 'public.tickets_north']);
  await cluster.sql('delete from scans; delete from tickets; delete from customers');
  const going = await whileItWaits(tickets, `update venues set name = 'New Arena' where id = 2`);
  expect(going).toMatchObject({ok: true, value: {rowsRestored: 8}});
});

/** Puts back with triggers skipped; when it has its snapshot and waits, somebody else's change is committed. */
const whileItWaits = async (request: Parameters<typeof putBack>[0], change: string) => {
  const other = await cluster.open();
  must(await other.run(`begin; lock table tickets_north in access exclusive mode; ${change}`));
  const going = putBack({...request, triggers: 'skip', lockTimeoutMs: 60_000});
  await expect
    .poll(() => cluster.sql(`select from pg_locks where not granted and relation = 'tickets_north'::regclass`), {
      timeout: 20_000,
    })
    .toHaveLength(1);
  must(await other.run('commit'));
  await other.close();
  return going;
};

test('rows that the transaction had itself changed or made are told from a side instance at the wrong place', async () => {
  const carts = shop.asked(['public.carts']);
  const byHand = 'leave this table out, and put its rows back by hand from the side instance';
  expect(await checkPutBack({...carts, commitLsn: shop.commitLsn})).toEqual({
    ok: false,
    reason: expect.stringMatching(
      /^this transaction had itself changed or made 2 of the 5 rows of public\.carts before it deleted them, .*by hand/,
    ),
  });
  expect(await putBack({...carts, commitLsn: shop.commitLsn})).toMatchObject({
    ok: false,
    reason: expect.stringContaining(byHand),
  });

  const [later] = await cluster.sql('select pg_current_wal_lsn() as lsn');
  expect(await checkPutBack({...carts, commitLsn: String(later?.lsn)})).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/because it stands at .*; restore it again, to just before this transaction$/),
  });
  expect(await checkPutBack(carts)).toMatchObject({ok: false, reason: expect.stringContaining(byHand)});
});

test('a row that the application changes as soon as it is back is in another form, and none is missing', async () => {
  must(await putBack(shop.asked()));
  await cluster.sql(`update customers set name = 'Renamed' where id = 3`);
  expect(must(await checkPutBack(shop.asked()))).toMatchObject({complete: false, lost: 0, there: 11, conflicting: 1});
});

test('a put-back has no time limit of its own, and ends on the server when its caller is gone', async () => {
  await cluster.sql(`create table limits (statement text, client text);
    create function note_limits() returns trigger language plpgsql as $$ begin
      insert into limits values (current_setting('statement_timeout'), current_setting('client_connection_check_interval'));
      return null; end $$;
    create trigger note_limits after insert on customers execute function note_limits()`);
  must(await putBack(shop.asked()));
  await shop.deleteAgain();
  must(await putBack({...shop.asked(), statementTimeoutMs: 90_000}));
  expect(await cluster.sql('select statement, client from limits')).toEqual([
    {statement: '0', client: '10s'},
    {statement: '90s', client: '10s'},
  ]);
  await cluster.sql('drop function note_limits cascade; drop table limits');
});

test('rules that act on an insert are named with the triggers, and are skipped with them', async () => {
  await cluster.sql(`create table audit (line text);
    create rule audited as on insert to customers do also insert into audit values ('inserted');
    create rule audited_always as on insert to scans do also insert into audit values ('scanned');
    create rule ignored as on insert to scans do also insert into audit values ('never');
    create rule deleted as on delete to customers do also insert into audit values ('deleted');
    alter table scans enable always rule audited_always; alter table scans disable rule ignored`);
  expect(must(await checkPutBack(shop.asked())).triggers).toEqual([
    {kind: 'rule', table: 'public.customers', name: 'audited', always: false},
    {kind: 'rule', table: 'public.scans', name: 'audited_always', always: true},
  ]);
  expect(must(await putBack({...shop.asked(), triggers: 'skip'}))).toMatchObject({rowsRestored: 12});
  expect(await cluster.sql(`select from audit where line = 'inserted'`)).toEqual([]);
  await cluster.sql('drop table audit cascade');
});

test('where the side instance stands is measured, for the point up to which data is there: just before the commit, or earlier', async () => {
  const exact = {...shop.asked(), commitLsn: shop.commitLsn};
  expect(must(await checkPutBack(exact))).toMatchObject({sideIsJustBefore: true});
  const [later] = await cluster.sql('select ($1::pg_lsn + 4096)::text as lsn', [shop.commitLsn]);
  const earlier = {...shop.asked(), commitLsn: String(later?.lsn)};
  expect(must(await checkPutBack(earlier))).toMatchObject({sideIsJustBefore: false});
  expect(must(await checkPutBack(shop.asked()))).toMatchObject({sideIsJustBefore: false});
  expect(must(await putBack(exact))).toMatchObject({rowsRestored: 12, sideIsJustBefore: true});
});
