/** Each fault of the lab on a real server: no symptom, damage, symptom, and an oracle that is content only with the cure. */
import {chmodSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {fail, succeed} from '../../src/base/result.ts';
import {startApplication} from '../../src/lab/application.ts';
import {takeBaseBackup} from '../../src/lab/base-backup.ts';
import {breakLab} from '../../src/lab/break-lab.ts';
import type {Damage} from '../../src/lab/damage.ts';
import {type Estate, openEstate} from '../../src/lab/estate.ts';
import {faults, findFault, prepareFault} from '../../src/lab/faults.ts';
import {judge} from '../../src/lab/oracle.ts';
import type {Site} from '../../src/lab/sites/site.ts';
import {startSite} from '../../src/lab/sites/start-site.ts';
import {keepDamage, readDamage, readWrites} from '../../src/lab/truth.ts';
import {whileStopped} from '../../src/lab/while-stopped.ts';
import {connect} from '../../src/postgres/connect.ts';
import {stopServer} from '../../src/postgres/server.ts';
import {runAs} from '../../src/postgres/server-user.ts';
import {must} from '../support/postgres-must.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
let estate: Estate;

/** As the files were before any fault. */
const saved = () => join(estate.directory, 'saved');

beforeAll(async () => {
  estate = must(await openEstate({run: `faults-${process.pid}`, stateDir, scale: 400}));
  const connection = must(await connect(estate.primary));
  must(await connection.run(visits));
  await connection.close();
  must(await whileStopped(estate, () => copyAll(estate.dataDirectory, saved())));
});

afterAll(async () => {
  must(await estate.dismantle());
  rmSync(stateDir, {recursive: true});
});

const copyAll = async (from: string, to: string) => {
  const copied = await runAs(estate.tools.user, ['cp', '-a', from, to]);
  return copied.ok ? succeed(undefined) : fail(copied.reason.output);
};

/** The plainest cure of all: every file as it was, also what the application was told. */
const cure = async () => {
  rmSync(join(estate.directory, 'acknowledged.jsonl'));
  must(
    await whileStopped(estate, () => {
      rmSync(estate.dataDirectory, {recursive: true});
      // Segments are written a second time under the same names, and an archive takes none twice.
      for (const segment of readdirSync(estate.archive)) {
        rmSync(join(estate.archive, segment));
      }
      return copyAll(saved(), estate.dataDirectory);
    }),
  );
};

const complaints = async () => {
  const damage = must(readDamage(estate.directory));
  const judged = await judge(estate, {damage, writes: readWrites(estate.directory)});
  return judged.ok ? judged.value.filter(({ok}) => !ok).map(({name}) => name) : ['oracle'];
};

/** A table in two partitions, which the dataset has none of. */
const visits = `
  create table visits (id int primary key, gate text) partition by range (id);
  create table visits_first partition of visits for values from (1) to (100);
  create table visits_later partition of visits for values from (100) to (1000);
  insert into visits select g, 'gate ' || g % 7 from generate_series(1, 500) g`;

type Case = readonly [string, {readonly [fault: string]: object}, readonly string[]];

const threeTables = ['rows_back:public.orders', 'rows_back:public.payments', 'rows_back:public.tickets'];

const cases: readonly Case[] = [
  [
    'deleted rows of three tables',
    {delete_rows: {table: 'orders', where: "id % 40 = 3 and reference like 'R-%'"}},
    threeTables,
  ],
  [
    'a bad update',
    {bad_update: {table: 'orders', set: 'total_cents = 0', where: "status = 'paid' and reference like 'R-%'"}},
    ['rows_back:public.orders', 'nothing_else_changed'],
  ],
  ['truncated tables', {truncate: {table: 'orders'}}, threeTables],
  [
    'a dropped table',
    {drop_table: {table: 'tickets'}},
    ['rows_back:public.tickets', 'structure_as_before', 'application_writes'],
  ],
  [
    'a dropped table with partitions',
    {drop_table: {table: 'visits'}},
    ['rows_back:public.visits_first', 'rows_back:public.visits_later'],
  ],
  ['a dropped database', {drop_database: {}}, ['oracle']],
  ['the page of a row', {heap_page: {table: 'orders', row: 'id = 123'}}, ['rows_back:public.orders']],
  ['a page by its number', {heap_page: {table: 'audit_log', block: 1}}, ['rows_back:public.audit_log']],
  ['a page of an index', {index_page: {index: 'orders_customer_id_idx'}}, ['indexes_hold']],
  [
    'a bit below the checksums',
    {below_checksums: {table: 'orders'}},
    ['rows_back:public.orders', 'no_orphans', 'indexes_hold'],
  ],
  [
    'a bit of a column that is named',
    {below_checksums: {table: 'tickets', column: 'event_id'}},
    ['rows_back:public.tickets', 'no_orphans'],
  ],
  ['a damaged catalogue', {catalogue: {}}, ['oracle']],
];

test.each(cases)(
  '%s: no symptom before, a symptom after, and complaints until it is cured',
  async (_what, written, complaint) => {
    const damage = await breaking(written);
    expect(await complaints()).toEqual(
      expect.arrayContaining(complaint[0] === 'oracle' ? [...complaint] : ['symptom_gone', ...complaint]),
    );
    expect(damage.rowsLost > 0).toBe(!('index_page' in written || 'catalogue' in written));

    await cure();
    expect(await complaints()).toEqual([]);
  },
);

test('an archive that takes nothing more is seen until it takes WAL again, and all of it is there', async () => {
  const damage = await breaking({broken_archive: {}});
  expect(await complaints()).toEqual(['symptom_gone', 'archive_alive', 'unbroken_wal']);
  chmodSync(estate.archive, Number(damage.detail?.mode));
  expect(await complaints()).toEqual([]);
  rmSync(join(estate.archive, String(damage.detail?.segment)));
  expect(await complaints()).toEqual(['unbroken_wal']);
  await cure();
});

test('half a file under the name of the next segment is seen until it is out of the way', async () => {
  const damage = await breaking({broken_archive: {how: 'in_the_way'}});
  expect(await complaints()).toEqual(['symptom_gone', 'archive_alive', 'unbroken_wal']);
  rmSync(String(damage.detail?.in_the_way));
  expect(await complaints()).toEqual([]);
  expect(await prepareFault(estate, {broken_archive: {how: 'slowly'}})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('closed, in_the_way'),
  });
});

test('a base backup with one byte that is another is seen until there is a whole one', async () => {
  must(await takeBaseBackup(estate));
  await breaking({damaged_backup: {}});
  expect(await complaints()).toEqual(['symptom_gone']);
  rmSync(estate.backup, {recursive: true});
  expect(await complaints()).toEqual(['symptom_gone']);
  must(await takeBaseBackup(estate));
  expect(await complaints()).toEqual([]);
});

test('a full disk stops the server until there is room; who may not mount one is told so', async () => {
  const lack = faults.full_disk.needs?.lack() ?? null;
  if (lack !== null) {
    expect(await prepareFault(estate, {full_disk: {}})).toEqual({ok: false, reason: lack});
    return;
  }
  const damage = await breaking({full_disk: {}});
  expect(await complaints()).toEqual(['oracle']);
  must(await stopServer(estate.dataDirectory));
  rmSync(String(damage.detail?.filler));
  const [site] = estate.sites;
  must(await startSite({token: estate.token, tools: estate.tools, site: must(succeed(site)) as Site}));
  expect(await complaints()).toEqual([]);
  await cure();
});

test('a fault that would damage nothing, or that nobody knows, is refused', async () => {
  const reason = async (written: unknown) => {
    const prepared = await prepareFault(estate, written);
    return prepared.ok ? '' : prepared.reason;
  };
  expect(await reason({delete_rows: {table: 'orders', where: 'false'}})).toContain('names no row');
  expect(await reason({delete_rows: {table: 'order', where: 'true'}})).toContain('no table "order"');
  expect(await reason({delete_rows: {table: 'orders', where: 'placed < now()'}})).toContain(
    'column "placed" does not exist',
  );
  expect(await reason({delete_rows: {table: 'visits', where: 'id = 7'}})).toContain('is partitioned');
  expect(await reason({heap_page: {table: 'visits'}})).toContain('name one of its partitions');
  expect(await reason({drop_disk: {}})).toContain('delete_rows');
  expect(await reason({drop_table: {}})).toContain('lacks its parameter "table"; drop_table takes table');
  expect(await reason({drop_table: {table: 'orders', cascade: 'yes'}})).toContain('has no parameter "cascade"');
  expect(await reason({bad_update: {table: 'orders', set: 'total_cents = total_cents', where: 'true'}})).toContain(
    'changes no row',
  );
  expect(await reason({bad_update: {table: 'orders', set: 'total = 0', where: 'true'}})).toContain('column "total"');
});

test('a lab that is broken in the same way already is refused: the drill would prove nothing', async () => {
  const damage = await breaking({broken_archive: {}});
  expect(await breakLab(estate, {broken_archive: {}}, undefined)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('The symptom is there before the fault'),
  });
  chmodSync(estate.archive, Number(damage.detail?.mode));

  await breaking({heap_page: {table: 'venues'}});
  const again = await breakLab(estate, {drop_table: {table: 'orders'}}, undefined);
  expect(again).toMatchObject({ok: false, reason: expect.stringContaining('broken already')});
  await cure();
});

test('after a failover the server that takes writes now is the one that is judged', async () => {
  const two = must(await openEstate({run: `two-${process.pid}`, stateDir, scale: 400, followers: ['standby']}));
  try {
    const {damage} = must(await breakLab(two, {heap_page: {table: 'orders'}}, undefined));
    const judged = async () => {
      const findings = await judge(two, {damage, writes: {acknowledged: [], unanswered: 0}});
      return findings.ok ? findings.value.filter(({ok}) => !ok).map(({name}) => name) : [findings.reason];
    };
    expect(await judged()).toContain('symptom_gone');
    must(await stopServer(two.dataDirectory, 'immediate'));
    expect(await judged()).toEqual([expect.stringContaining('no server of the lab takes writes')]);
    const standby = must(await connect(two.sites[1]?.connection ?? ''));
    must(await standby.run('select pg_promote()'));
    await standby.close();
    expect(await judged()).toEqual([]);
  } finally {
    must(await two.dismantle());
  }
});

/** As a drill does it, while the application writes: no symptom, the damage, the symptom, also for whoever only knows what was written down. */
const breaking = async (written: {readonly [fault: string]: object}): Promise<Damage> => {
  const [name = ''] = Object.keys(written);
  const application = startApplication(estate);
  const before = application.counts().acknowledged;
  await vi.waitUntil(() => application.counts().acknowledged > before + 2, {timeout: 20_000});
  const broken = await breakLab(estate, written, undefined);
  await application.stop();
  const {damage, symptom} = must(broken);
  keepDamage(estate.directory, damage);
  expect(symptom).toMatch(/\w/);
  const known = must(readDamage(estate.directory));
  expect(await findFault(name)?.symptomOf(estate, known)).toMatchObject({ok: true, value: {seen: true}});
  expect(known).toMatchObject({fault: name, committedAt: expect.stringMatching(/^20\d\d-.*\.\d{3,6}Z$/)});
  return damage;
};
