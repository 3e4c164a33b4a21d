/** Each fault of the lab on a real server: no symptom, damage, symptom, and an oracle that is content only with the cure. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {fail, succeed} from '../../src/base/result.ts';
import {type Estate, openEstate} from '../../src/lab/estate.ts';
import {findFault, prepareFault} from '../../src/lab/faults.ts';
import {judge} from '../../src/lab/oracle.ts';
import {keepDamage, readDamage} from '../../src/lab/truth.ts';
import {whileStopped} from '../../src/lab/while-stopped.ts';
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
      return copyAll(saved(), estate.dataDirectory);
    }),
  );
};

const complaints = async () => {
  const damage = must(readDamage(estate.directory));
  const judged = await judge(estate, {damage, writes: {acknowledged: [], unanswered: 0}});
  return judged.ok ? judged.value.filter(({ok}) => !ok).map(({name}) => name) : ['oracle'];
};

test.each([
  [
    {delete_rows: {table: 'orders', where: 'id % 40 = 3'}},
    ['rows_back:public.orders', 'rows_back:public.payments', 'rows_back:public.tickets'],
  ],
  [{bad_update: {table: 'orders', set: 'total_cents = 0', where: "status = 'paid'"}}, ['rows_back:public.orders']],
  [{truncate: {table: 'orders'}}, ['rows_back:public.orders', 'rows_back:public.payments', 'rows_back:public.tickets']],
  [{drop_table: {table: 'tickets'}}, ['rows_back:public.tickets']],
  [{heap_page: {table: 'orders', row: 'id = 123'}}, ['rows_back:public.orders', 'nothing_else_changed']],
  [{heap_page: {table: 'audit_log'}}, ['rows_back:public.audit_log', 'nothing_else_changed']],
  [{index_page: {index: 'orders_customer_id_idx'}}, ['indexes_hold']],
  [
    {below_checksums: {table: 'orders'}},
    ['rows_back:public.orders', 'nothing_else_changed', 'no_orphans', 'indexes_hold'],
  ],
  [{catalogue: {}}, ['oracle']],
  [{drop_database: {}}, ['oracle']],
] as const)('%o is no damage before, is seen after, and is judged until it is cured', async (written, lost) => {
  const [name = ''] = Object.keys(written);
  const fault = must(await prepareFault(estate, written));
  expect(await fault.symptom()).toMatchObject({ok: true, value: {seen: false}});

  const damage = must(await fault.inject());
  keepDamage(estate.directory, damage);
  expect(await fault.symptom()).toMatchObject({ok: true, value: {seen: true}});
  expect(await findFault(name)?.symptomOf(estate, damage)).toMatchObject({ok: true, value: {seen: true}});
  expect(damage).toMatchObject({
    fault: name,
    rowsLost: expect.any(Number),
    committedAt: expect.stringMatching(/\.\d{3,6}Z$/),
  });
  expect(await complaints()).toEqual(
    expect.arrayContaining(lost[0] === 'oracle' ? [...lost] : ['symptom_gone', ...lost]),
  );

  await cure();
  expect(await complaints()).toEqual([]);
});
