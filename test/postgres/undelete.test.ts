/** Dropped and emptied tables come back with their rows and all that hung on them, or nothing is changed. */
import {afterAll, beforeAll, expect, test} from 'vitest';
import {checkUndelete} from '../../src/backup/undelete/check-undelete.ts';
import {undelete} from '../../src/backup/undelete/undelete.ts';
import {must} from '../support/postgres-must.ts';
import {makeRemovedShop, type RemovedShop} from '../support/removed-shop.ts';

/** Each rebuilds a moment, which takes seconds: the first two are tried always. */
const testOfAll = test.runIf(process.env.CI === 'true');

let shop: RemovedShop;

beforeAll(async () => {
  shop = await makeRemovedShop();
});

afterAll(() => shop.end());

const asked = ({side, files, beforeLsn}: Awaited<ReturnType<RemovedShop['remove']>>) => ({
  from: side,
  into: shop.cluster.uri,
  files,
  beforeLsn,
});

/** The whole database as a text, by catalog queries of the test's own. */
const everything = async (): Promise<string> => {
  const [row] = await shop.cluster.sql(`
    select (select json_agg(x order by x) from (
      select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where conrelid <> 0
        and connamespace::regnamespace::text not like 'pg_%' and connamespace::regnamespace::text <> 'information_schema'
      union all select indexdef from pg_indexes where schemaname in ('public', 'Box Office')
      union all select pg_get_triggerdef(oid) || tgenabled::text from pg_trigger where not tgisinternal
      union all select polname || ' ' || pg_get_expr(polqual, polrelid) || polcmd::text from pg_policy
      union all select relname || ' ' || coalesce((select string_agg(a::text, ' ' order by a::text) from unnest(relacl) a), 'default')
        || relowner::regrole || relrowsecurity || coalesce(reloptions::text, '') || coalesce(obj_description(oid, 'pg_class'), '')
        from pg_class where relnamespace in ('public'::regnamespace, '"Box Office"'::regnamespace)
      union all select viewname || definition from pg_views where schemaname = 'public'
      union all select tablename || pubname from pg_publication_tables
      union all select stxname || stxkind::text from pg_statistic_ext
      union all select table_name || column_name || data_type || coalesce(column_default, '') || is_nullable || is_identity || is_generated
        from information_schema.columns where table_schema in ('public', 'Box Office')
    ) t(x)) as structure,
    (select md5(string_agg(o::text, '|' order by id)) from orders o) as orders,
    (select md5(string_agg(t::text, '|' order by id)) from "Box Office"."Tickets" t) as tickets,
    (select md5(string_agg(c::text, '|' order by id)) from customers c) as customers`);
  return JSON.stringify(row, null, 1);
};

test('a table that was dropped with all that hung on it is there again, exactly', async () => {
  const before = await everything();
  const removal = await shop.remove('drop table orders cascade');
  expect(removal).toMatchObject({kind: 'dropped', dropped: ['public.orders']});
  expect(must(await checkUndelete(asked(removal)))).toMatchObject({
    complete: false,
    gone: 1,
    lost: 2000,
    tables: [{table: 'public.orders', state: 'gone'}],
    beyond: [],
    sideIsJustBefore: true,
  });
  expect(must(await undelete(asked(removal)))).toMatchObject({tablesRestored: 1, rowsRestored: 2000});
  expect(await everything()).toBe(before);
  expect(must(await checkUndelete(asked(removal)))).toMatchObject({complete: true, lost: 0, gone: 0});

  const [next] = await shop.cluster.sql(`insert into orders (customer_id, cents) values (1, 7) returning id`);
  expect(next?.id).toBe(2001);
});

test('an emptied table that is filled again keeps what was written since', async () => {
  await shop.cluster.sql('delete from orders where id > 2000');
  const removal = await shop.remove('truncate orders cascade');
  expect(removal).toMatchObject({kind: 'truncated', truncated: expect.arrayContaining(['public.orders'])});
  await shop.cluster.sql(`insert into orders (customer_id, cents) values (3, 99)`);
  expect(must(await checkUndelete(asked(removal)))).toMatchObject({complete: false, gone: 0, lost: 6000, lacking: []});
  expect(must(await undelete({...asked(removal), triggers: 'skip'}))).toMatchObject({rowsRestored: 6000});
  expect((await shop.cluster.sql('select count(*) as n, max(cents) as top from orders'))[0]).toMatchObject({n: 2001});
  expect(must(await checkUndelete(asked(removal)))).toMatchObject({complete: true});
  expect(must(await undelete(asked(removal)))).toMatchObject({rowsRestored: 0});
});

testOfAll('rows that took the numbers of lost ones are listed, and nothing is changed', async () => {
  const removal = await shop.remove('truncate customers restart identity cascade');
  await shop.cluster.sql(`insert into customers (email) values ('new@example.test')`);
  expect(must(await checkUndelete(asked(removal)))).toMatchObject({conflicting: 1});
  expect(await undelete(asked(removal))).toMatchObject({
    ok: false,
    reason: expect.stringContaining('1 rows of public.customers are there again in another form, for example id = (1)'),
  });
  expect((await shop.cluster.sql('select count(*) as n from orders'))[0]).toEqual({n: 0});

  await shop.cluster.sql('delete from customers');
  must(await undelete(asked(removal)));
  const [next] = await shop.cluster.sql(`insert into customers (email) values ('newer@example.test') returning id`);
  expect(next?.id).toBe(501);
});

testOfAll('several tables of one transaction come back together, also into what was made anew since', async () => {
  await shop.cluster.sql(`delete from customers where id > 500`);
  const before = await everything();
  const removal = await shop.remove('drop table "Box Office"."Tickets", orders, customers cascade');
  const which = asked(removal);
  expect(await undelete({...which, tables: ['orders']})).toMatchObject({
    ok: false,
    reason: expect.stringMatching(
      /"Box Office.Tickets" does not exist .* it was in the way of: alter table .*nothing was changed$/,
    ),
  });
  expect(await undelete({...which, tables: ['venues']})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('this transaction did not remove venues'),
  });
  // A house rule that changes every new table: then it is not what was there.
  await shop.cluster.sql(`create function guard() returns event_trigger language plpgsql as $$ declare one record; begin
      for one in select objid from pg_event_trigger_ddl_commands() where object_type = 'table' loop
        execute format('alter table %s enable row level security', one.objid::regclass); end loop; end $$;
    create event trigger guard on ddl_command_end when tag in ('CREATE TABLE') execute function guard()`);
  expect(await undelete(which)).toMatchObject({
    ok: false,
    reason: expect.stringMatching(
      /^what was made is not what was there, so nothing was changed: alter table .* enable row level security/,
    ),
  });
  await shop.cluster.sql('drop event trigger guard; drop function guard');
  must(await undelete(which));
  expect(await everything()).toBe(before);
});
