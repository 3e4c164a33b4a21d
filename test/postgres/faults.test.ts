/** Each fault of the lab on a real server: no symptom, damage, symptom, and an oracle that is content only with the cure. */
import {chmodSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {fail, succeed} from '../../src/base/result.ts';
import {takeBaseBackup} from '../../src/lab/base-backup.ts';
import type {Damage} from '../../src/lab/damage.ts';
import {type Estate, openEstate} from '../../src/lab/estate.ts';
import {faults, findFault, prepareFault} from '../../src/lab/faults.ts';
import {judge} from '../../src/lab/oracle.ts';
import type {Site} from '../../src/lab/sites/site.ts';
import {startSite} from '../../src/lab/sites/start-site.ts';
import {keepDamage, readDamage} from '../../src/lab/truth.ts';
import {whileStopped} from '../../src/lab/while-stopped.ts';
import {stopServer} from '../../src/postgres/server.ts';
import {runAs} from '../../src/postgres/server-user.ts';
import {must} from '../support/postgres-must.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
let estate: Estate;

/** As the files were before any fault. */
const saved = () => join(estate.directory, 'saved');

beforeAll(async () => {
  estate = must(await openEstate({run: `faults-${process.pid}`, stateDir, scale: 400}));
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

/** The plainest cure of all: every file as it was. */
const cure = async () => {
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
  const judged = await judge(estate, {damage, writes: {acknowledged: [], unanswered: 0}});
  return judged.ok ? judged.value.filter(({ok}) => !ok).map(({name}) => name) : ['oracle'];
};

const isFull = process.env.CI === 'true';

type Case = readonly [{readonly [fault: string]: object}, readonly string[]];

const inTheDatabase: readonly Case[] = [
  [
    {delete_rows: {table: 'orders', where: 'id % 40 = 3'}},
    ['rows_back:public.orders', 'rows_back:public.payments', 'rows_back:public.tickets', 'nothing_else_changed'],
  ],
  [{bad_update: {table: 'orders', set: 'total_cents = 0', where: "status = 'paid'"}}, ['rows_back:public.orders']],
  [{truncate: {table: 'orders'}}, ['rows_back:public.orders', 'rows_back:public.payments', 'rows_back:public.tickets']],
  [{drop_table: {table: 'tickets'}}, ['rows_back:public.tickets', 'structure_as_before', 'application_writes']],
  [{drop_database: {}}, ['oracle']],
];

const belowIt: readonly Case[] = [
  [{heap_page: {table: 'orders', row: 'id = 123'}}, ['rows_back:public.orders', 'nothing_else_changed']],
  [{heap_page: {table: 'audit_log', block: 1}}, ['rows_back:public.audit_log', 'nothing_else_changed']],
  [{index_page: {index: 'orders_customer_id_idx'}}, ['indexes_hold']],
  [{below_checksums: {table: 'orders'}}, ['rows_back:public.orders', 'no_orphans', 'indexes_hold']],
  [{below_checksums: {table: 'tickets', column: 'event_id'}}, ['rows_back:public.tickets', 'no_orphans']],
  [{catalogue: {}}, ['oracle']],
];

/** One of each way to break a lab where not all are asked for. */
const cases = isFull
  ? [...inTheDatabase, ...belowIt]
  : [inTheDatabase[3], belowIt[0], belowIt[3]].filter(one => one !== undefined);

test.each(cases)(
  '%o is no damage before, is seen after, and is judged until it is cured',
  async (written, complaint) => {
    const damage = await breakLab(written);
    expect(await complaints()).toEqual(
      expect.arrayContaining(complaint[0] === 'oracle' ? [...complaint] : ['symptom_gone', ...complaint]),
    );
    expect(damage.rowsLost > 0).toBe(!('index_page' in written || 'catalogue' in written));

    await cure();
    expect(await complaints()).toEqual([]);
  },
);

test('an archive that takes nothing more is seen until it takes WAL again', async () => {
  const damage = await breakLab({broken_archive: {}});
  expect(await complaints()).toEqual(['symptom_gone']);
  chmodSync(estate.archive, Number(damage.detail?.mode));
  expect(await complaints()).toEqual([]);
});

test('a base backup with one byte that is another is seen until there is a whole one', async () => {
  must(await takeBaseBackup(estate));
  await breakLab({damaged_backup: {}});
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
  const damage = await breakLab({full_disk: {}});
  expect(await complaints()).toEqual(['oracle']);
  must(await stopServer(estate.dataDirectory));
  rmSync(String(damage.detail?.filler));
  const [site] = estate.sites;
  must(await startSite({token: estate.token, tools: estate.tools, site: must(succeed(site)) as Site}));
  expect(await complaints()).toEqual([]);
});

/** As a drill does it: no symptom, the damage, the symptom, also for whoever only knows what was written down. */
const breakLab = async (written: {readonly [fault: string]: object}): Promise<Damage> => {
  const [name = ''] = Object.keys(written);
  const fault = must(await prepareFault(estate, written));
  expect(await fault.symptom()).toMatchObject({ok: true, value: {seen: false}});

  const damage = must(await fault.inject());
  keepDamage(estate.directory, damage);
  expect(await fault.symptom()).toMatchObject({ok: true, value: {seen: true}});
  expect(await findFault(name)?.symptomOf(estate, must(readDamage(estate.directory)))).toMatchObject({
    ok: true,
    value: {seen: true},
  });
  expect(damage).toMatchObject({fault: name, committedAt: expect.stringMatching(/^20\d\d-.*\.\d{3,6}Z$/)});
  return damage;
};
