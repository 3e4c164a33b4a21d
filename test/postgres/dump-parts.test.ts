/** A part of a dump of a user's own database: rows by key in one transaction, and one table with all that hung on it. */
import {afterAll, beforeAll, expect, test} from 'vitest';
import {checkRows, putRows} from '../../src/backup/dumps/put-rows.ts';
import {restoreDatabase} from '../../src/backup/dumps/restore-database.ts';
import {restoreTable} from '../../src/backup/dumps/restore-table.ts';
import {discardRestored} from '../../src/backup/dumps/swap-database.ts';
import {makeDumpedShop} from '../support/dumped-shop.ts';
import type {Cluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

const testMs = 60_000;

let cluster: Cluster;
let pathOf: (name: string) => string;

beforeAll(async () => {
  ({cluster, pathOf} = await makeDumpedShop(['plain', 'custom', 'directory']));
}, testMs);

afterAll(() => cluster.remove());

const request = (name: string) => ({live: cluster.uri, database: 'shop', dump: pathOf(name)});

test('rows come back by key: those that the condition means, exactly as many as were counted, or none', {
  timeout: testMs,
}, async () => {
  must(await restoreDatabase({...request('gzip'), skipNumbers: 0}));
  await cluster.sql(
    'delete from scans where line is null or line <= 60; delete from "Box Office"."Order Lines" where id <= 60',
  );
  const lines = {live: cluster.uri, database: 'shop', tables: ['"Box Office"."Order Lines"', 'public.scans']};
  const alone = {...lines, tables: ['"Box Office"."Order Lines"'], where: '"Sum" between 11 and 20'};
  expect(must(await checkRows(alone))).toMatchObject({lacking: 10, obstacles: []});
  expect(await putRows({...alone, expected: 9})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('10 rows are lacking now where 9 were counted'),
  });
  expect(await putRows({...alone, where: `true); drop table scans; --`})).toMatchObject({ok: false});
  expect(must(await putRows({...alone, expected: 10})).rowsRestored).toBe(10);
  expect(must(await checkRows(lines))).toMatchObject({lacking: 50 + 60, obstacles: []});
  expect(must(await putRows(lines)).rowsRestored).toBe(110);
  expect(await cluster.sql(`select count(*) as lines, sum("Sum")::int as sum from "Box Office"."Order Lines"`)).toEqual(
    [{lines: 200, sum: 20_100}],
  );
  must(await discardRestored(lines));
});

test.each(['directory', 'plain'])(
  'a table comes back from a %s dump with all that hung on it',
  {timeout: testMs},
  async name => {
    const hung = () =>
      cluster.sql(`
      select (select json_agg(pg_get_indexdef(indexrelid) order by 1) from pg_index where indrelid = c.oid)::text as indexes,
        (select json_agg(pg_get_constraintdef(oid) order by 1) from pg_constraint where c.oid in (conrelid, confrelid))::text as constraints,
        (select json_agg(pg_get_triggerdef(oid)) from pg_trigger where tgrelid = c.oid and not tgisinternal)::text as triggers,
        c.relacl::text as rights, pg_get_serial_sequence('"Box Office"."Order Lines"', 'id') as counter,
        obj_description('"Box Office"."by sum"'::regclass) as comment
        from pg_class c where c.oid = '"Box Office"."Order Lines"'::regclass`);
    const before = await hung();
    const wanted = {live: cluster.uri, schema: 'Box Office', name: 'Order Lines', dump: pathOf(name), skipNumbers: 50};
    expect(await restoreTable(wanted)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('nothing was changed'),
    });
    await cluster.sql('drop view if exists paid_lines; drop table "Box Office"."Order Lines" cascade');
    expect(must(await restoreTable(wanted))).toMatchObject({
      rowsRestored: 200,
      references: [{state: 'holds'}],
      beyond: [expect.stringContaining('VIEW public paid_lines')],
    });
    expect(await hung()).toEqual(before);
    expect(await cluster.sql(`select nextval('"Box Office"."Order Lines_id_seq"')::int as next`)).toEqual([
      {next: 251},
    ]);
  },
);

test('a key of others that older rows do not fit is held for new rows, and said with a row', {
  timeout: testMs,
}, async () => {
  await cluster.sql(`
    insert into "Box Office"."Order Lines" (id, customer, "Sum") values (900, 1, 9); insert into scans values (900);
    drop table "Box Office"."Order Lines" cascade`);
  const wanted = {live: cluster.uri, schema: 'Box Office', name: 'Order Lines', dump: pathOf('custom'), skipNumbers: 0};
  expect(must(await restoreTable(wanted)).references).toEqual([
    {
      reference: expect.stringContaining('scans_line_fkey'),
      state: 'for-new-rows',
      why: expect.stringContaining('Key (line)=(900) is not present'),
    },
  ]);
  await expect(cluster.sql('insert into scans values (901)')).rejects.toThrow(/scans_line_fkey/);

  const finishing = {...wanted, finishes: true};
  expect(must(await restoreTable(finishing)).references).toMatchObject([{state: 'for-new-rows'}]);
  await cluster.sql('alter table scans drop constraint scans_line_fkey; delete from scans where line = 900');
  expect(must(await restoreTable({...finishing, skipNumbers: 50})).references).toMatchObject([{state: 'holds'}]);
  expect(await cluster.sql(`select nextval('"Box Office"."Order Lines_id_seq"')::int as next`)).toEqual([{next: 251}]);
  await expect(cluster.sql('insert into scans values (901)')).rejects.toThrow(/scans_line_fkey/);
});
