/** Rows of a user's own cluster, of every kind of type, come back as they were or not at all. */

import {mkdtempSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import type {DeletedRows} from '../../src/backup/deletion.ts';
import {discardSide} from '../../src/backup/discard-side.ts';
import {deletedRows, findDeletion} from '../../src/backup/find-deletion.ts';
import {foreignKeyOrphans} from '../../src/backup/foreign-key-orphans.ts';
import {checkPutBack, putBack} from '../../src/backup/put-back.ts';
import {restoreBeside} from '../../src/backup/restore-beside.ts';
import {giveTo} from '../../src/postgres/server-user.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';
import {workPlace} from '../support/work-place.ts';

const schema = `
  create schema "Ware House";
  create type "Ware House".mood as enum ('calm', 'it''s "wild"');
  create domain "Ware House".amount as numeric(20, 6) check (value >= 0);
  create table "Ware House"."Shelf Rows" (
    "hall no" int, shelf text, "Label" char(6), primary key ("hall no", shelf), parent_hall int, parent_shelf text,
    foreign key (parent_hall, parent_shelf) references "Ware House"."Shelf Rows");
  create table "Ware House".items (
    id bigint generated always as identity primary key, hall int not null, shelf text not null,
    price "Ware House".amount, total numeric generated always as (price * 3) stored, picture bytea, facts jsonb, exact json,
    tags text[], grid int[][], at timestamptz, local timestamp, day date, span interval, ratio float8, small real,
    mood "Ware House".mood, address inet, bits bit varying, range tstzrange, place point, doc xml, big bigint, note text,
    foreign key (hall, shelf) references "Ware House"."Shelf Rows");
  create table "Ware House".log (line text);
  create table "Ware House".ticks (tick int, note text);
  create table "Ware House".parts (id int, region text, primary key (id, region)) partition by list (region);
  create table "Ware House".parts_north partition of "Ware House".parts for values in ('north');`;

const content = `
  insert into "Ware House"."Shelf Rows" values (1, 'a', 'top', null, null), (1, 'b''"\\', 'low  x', 1, 'a'), (2, 'c', null, 1, 'b''"\\');
  insert into "Ware House".items (hall, shelf, price, picture, facts, exact, tags, grid, at, local, day, span, ratio, small,
      mood, address, bits, range, place, doc, big, note)
    select 1 + g % 2, case g % 2 when 0 then 'b''"\\' else 'c' end, 0.1 + g, decode(md5(g::text), 'hex'), '{"b": 1.10, "a": null}',
      '{"b": 1.10,  "a" : 2}', array['x', null, 'a,"b"\\'], array[[1, 2], [3, g]], now() + g * interval '1.000001 s',
      'infinity', '0044-03-15 BC', '-1 mon 2 days 03:04:05.000006', 1.0 / g, 1.0 / g, 'it''s "wild"', '10.0.0.1/8', b'1010',
      '[2026-01-01, infinity)', point(0.1, g), '<a>&lt;</a>', 9007199254740993 + g, E'line\\nbreak\\t\\\\N'
    from generate_series(1, 1500) g;
  insert into "Ware House".log values ('same'), (null), ('other');
  insert into "Ware House".ticks values (1, null), (1, null), (1, null), (2, null);
  insert into "Ware House".parts select g, 'north' from generate_series(1, 10) g;`;

const damage = `
  begin; savepoint first; delete from "Ware House".items where id % 3 = 0; release first;
  delete from "Ware House".items where hall = 2; delete from "Ware House"."Shelf Rows" where "hall no" = 2;
  delete from "Ware House".log where line is null; delete from "Ware House".parts where id < 4;
  commit`;

let cluster: Cluster;
let rows: DeletedRows;
let pair: {readonly from: string; readonly into: string; readonly rows: DeletedRows};
let xid: string;
let truth: unknown;
let place: string | undefined;

const fingerprint = () =>
  cluster.sql(`select (select sum(hashtextextended(t::text, 0)) from "Ware House".items t where note not like 'new%')::text as items,
    (select sum(hashtextextended(t::text, 0)) from "Ware House"."Shelf Rows" t)::text as shelves,
    (select sum(hashtextextended(t::text, 0)) from "Ware House".log t)::text as log,
    (select count(*) from "Ware House".parts) as parts`);

beforeAll(async () => {
  cluster = await makeCluster();
  await cluster.sql(schema);
  await cluster.sql(content);
  const backupDir = await cluster.backUp();
  truth = await fingerprint();

  const [from] = await cluster.sql('select now() as at');
  await cluster.sql(damage);
  await cluster.sql(`insert into "Ware House".items (hall, shelf, note) values (1, 'a', 'new since')`);
  await cluster.sql('create extension pg_walinspect');
  const {deletions, complete} = must(await findDeletion({live: cluster.uri, from: String(from?.at)}));
  expect(deletions).toHaveLength(1);
  expect(complete).toBe(true);
  const [deletion] = deletions;
  expect(deletion).toMatchObject({whole: true, rows: 1005});
  xid = deletion?.xid ?? '';
  rows = must(
    await deletedRows({
      live: cluster.uri,
      xid,
      firstLsn: deletion?.firstLsn ?? '',
      commitLsn: deletion?.commitLsn ?? '',
    }),
  );

  must(await archiveWal({live: cluster.uri}));
  place = mkdtempSync(join(workPlace, 'lifeboat-side '));
  giveTo(cluster.tools.user, place);
  const intoDir = join(place, 'a side directory with a name that is much too long for the path of a unix socket');
  const side = must(
    await restoreBeside({
      backupDir,
      wal: {archiveDir: cluster.archive},
      intoDir,
      target: {beforeXid: xid},
      database: 'shop',
    }),
  );
  pair = {from: side.connection, into: cluster.uri, rows};
  place = intoDir;
});

afterAll(async () => {
  if (place !== undefined) {
    must(await discardSide(place));
    rmSync(join(place, '..'), {recursive: true, force: true});
  }
  await cluster.remove();
});

// The damage once more, without its WAL mattering: every test begins with the rows gone.
beforeEach(async () => {
  await cluster.sql(damage);
});

test('tables with odd names, keys of two columns, partitions and savepoints are found in the WAL', () => {
  expect(Object.fromEntries(Object.entries(rows).map(([table, ctids]) => [table, ctids.length]))).toEqual({
    '"Ware House"."Shelf Rows"': 1,
    '"Ware House".items': 1000,
    '"Ware House".log': 1,
    '"Ware House".parts_north': 3,
  });
});

test('every type comes back exactly, and what was written since stays', async () => {
  expect(must(await putBack(pair))).toMatchObject({alreadyThere: false, rowsRestored: 1005});
  expect(await fingerprint()).toEqual(truth);
  expect(await cluster.sql(`select note from "Ware House".items where note like 'new%'`)).toEqual([
    {note: 'new since'},
  ]);
  expect(must(await foreignKeyOrphans({database: cluster.uri}))).toMatchObject({orphans: 0});
  expect(must(await putBack(pair))).toMatchObject({alreadyThere: true, rowsRestored: 0});
});

test('a key that is there again in another form is a refusal that names it, and nothing is written', async () => {
  await cluster.sql(`insert into "Ware House"."Shelf Rows" values (2, 'c', 'other')`);
  expect(await putBack(pair)).toEqual({
    ok: false,
    reason: expect.stringContaining(
      '"Ware House"."Shelf Rows" are there again in another form, for example hall no, shelf = (2,c)',
    ),
  });
  expect(must(await checkPutBack(pair))).toMatchObject({complete: false, conflicting: 1, lost: 1004});
  await cluster.sql(`delete from "Ware House"."Shelf Rows" where "hall no" = 2`);
});

test('a unique value that another row has taken since is said before anybody gives a go', async () => {
  await cluster.sql('create unique index label_once on "Ware House"."Shelf Rows" (parent_hall, parent_shelf)');
  await cluster.sql(`insert into "Ware House"."Shelf Rows" values (9, 'new', 'other', 1, 'b''"\\')`);
  const checked = must(await checkPutBack(pair));
  expect(checked).toMatchObject({conflicting: 0, lost: 1005});
  expect(checked.obstacles).toEqual([expect.stringContaining('other rows have taken what is unique by label_once')]);
  expect(await putBack(pair)).toMatchObject({ok: false, reason: expect.stringContaining('nothing was changed')});
  await cluster.sql(`drop index "Ware House".label_once; delete from "Ware House"."Shelf Rows" where "hall no" = 9`);
  expect(must(await checkPutBack(pair)).obstacles).toEqual([]);
});

test('what somebody has put back by hand already is kept, and only the rest is added', async () => {
  await cluster.sql(`insert into "Ware House"."Shelf Rows" values (2, 'c', null, 1, 'b''"\\')`);
  expect(must(await putBack(pair))).toMatchObject({alreadyThere: false, rowsRestored: 1004});
  expect(await fingerprint()).toEqual(truth);
});

test('a trigger that changes rows on their way in is noticed; skipping triggers brings them back', async () => {
  await cluster.sql(`create function meddle() returns trigger language plpgsql as $$ begin new.note := 'meddled'; return new; end $$;
    create trigger meddle before insert on "Ware House".items for each row execute function meddle()`);
  expect(await putBack(pair)).toEqual({ok: false, reason: expect.stringContaining('a trigger changes them')});
  expect(must(await checkPutBack(pair))).toMatchObject({lost: 1005});
  expect(must(await putBack({...pair, triggers: 'skip'}))).toMatchObject({rowsRestored: 1005});
  expect(await fingerprint()).toEqual(truth);
  await cluster.sql('drop function meddle cascade');
});

test('triggers of the tables fire, and find the names that they find in every session', async () => {
  await cluster.sql(`create table public.audit (shelf text);
    create function note() returns trigger language plpgsql as $$ begin insert into audit values (new.shelf); return null; end $$;
    create constraint trigger note after insert on "Ware House"."Shelf Rows" deferrable initially deferred
      for each row execute function note()`);
  expect(must(await putBack(pair))).toMatchObject({rowsRestored: 1005});
  expect(await cluster.sql('select * from audit')).toEqual([{shelf: 'c'}]);
  await cluster.sql('drop function note cascade; drop table audit');
});

test('rows whose parents are not part of what comes back are refused, and no orphan is made', async () => {
  const {'"Ware House"."Shelf Rows"': _, ...orphaned} = rows;
  expect(await putBack({...pair, rows: orphaned})).toEqual({
    ok: false,
    reason: expect.stringContaining('point at rows of "Ware House"."Shelf Rows" that are not there'),
  });
  const {obstacles} = must(await checkPutBack({...pair, rows: orphaned}));
  expect(obstacles).toEqual([
    expect.stringMatching(/lost rows of "Ware House"\.items .*bring back the transaction that deleted those first$/),
  ]);
});

test('equal rows of a table without a key are refused, because which of them are lost cannot be told', async () => {
  const ticks = {'"Ware House".ticks': ['(0,1)', '(0,2)']};
  expect(await putBack({...pair, rows: ticks})).toEqual({
    ok: false,
    reason: expect.stringContaining('leave this table out'),
  });
  expect(must(await checkPutBack({...pair, rows: {'"Ware House".ticks': ['(0,4)']}}))).toMatchObject({there: 1});
});

test('a table that is held by another session is waited for only so long', async () => {
  const other = await cluster.open();
  must(await other.run('begin; lock table "Ware House".log in access exclusive mode'));
  expect(await putBack({...pair, lockTimeoutMs: 200})).toEqual({
    ok: false,
    reason: expect.stringContaining('lock timeout'),
  });
  await other.close();
});

test('the same server twice, a live server as the side, and rows that are not there are refused', async () => {
  expect(await putBack({...pair, from: cluster.uri})).toEqual({
    ok: false,
    reason: expect.stringContaining('are the same server'),
  });
  expect(await putBack({...pair, into: pair.from})).toEqual({
    ok: false,
    reason: expect.stringContaining('is a standby'),
  });
  expect(await putBack({...pair, rows: {'"Ware House".log': ['(77,1)']}})).toEqual({
    ok: false,
    reason: expect.stringContaining('shows 0 of the 1 deleted rows'),
  });
});
