/** The fault that breaks nothing: a moment goes by, and the oracle misses it until it stands beside production, exactly as it was. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import {discardSide} from '../../src/backup/discard-side.ts';
import type {RecoveryTarget} from '../../src/backup/recovery-target.ts';
import {restoreBeside} from '../../src/backup/restore-beside.ts';
import {startApplication} from '../../src/lab/application.ts';
import {takeBaseBackup} from '../../src/lab/base-backup.ts';
import {breakLab} from '../../src/lab/break-lab.ts';
import type {Damage} from '../../src/lab/damage.ts';
import {type Estate, openEstate} from '../../src/lab/estate.ts';
import {prepareFault} from '../../src/lab/faults.ts';
import {momentSeenAt, watchForMoment} from '../../src/lab/moment-watch.ts';
import {judge} from '../../src/lab/oracle.ts';
import {readWrites} from '../../src/lab/truth.ts';
import {connect} from '../../src/postgres/connect.ts';
import {must} from '../support/postgres-must.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
let estate: Estate;
let damage: Damage;
/** After writes that came later than the moment, RFC 3339. */
let later: string;

beforeAll(async () => {
  estate = must(await openEstate({run: `moment-${process.pid}`, stateDir, scale: 400}));
  const application = startApplication(estate);
  const writes = async (more: number) => {
    const before = application.counts().acknowledged;
    await vi.waitUntil(() => application.counts().acknowledged > before + more, {timeout: 20_000});
  };
  must(await takeBaseBackup(estate));
  await writes(2);
  ({damage} = must(
    await breakLab(
      estate,
      {
        passed_moment: {
          table: 'orders',
          set: 'total_cents = total_cents + 1',
          where: "id % 7 = 3 and reference like 'R-%'",
        },
      },
      undefined,
    ),
  ));
  await writes(5);
  later = new Date().toISOString();
  await writes(2);
  await application.stop();
  must(await archiveWal({live: estate.primary}));
});

afterAll(async () => {
  must(await estate.dismantle());
  rmSync(stateDir, {recursive: true});
});

const complaints = async () => {
  const judged = await judge(estate, {damage, writes: readWrites(estate.directory)});
  return judged.ok ? judged.value.filter(({ok}) => !ok).map(({name}) => name) : [judged.reason];
};

const restore = async (target: RecoveryTarget) =>
  must(
    await restoreBeside({
      backupDir: estate.backup,
      wal: {archiveDir: estate.archive},
      intoDir: estate.side,
      target,
      database: 'ticketing',
    }),
  );

test('a later moment beside production is not the one that is missed', async () => {
  expect(await complaints()).toEqual(['symptom_gone']);
  await restore({untilTime: later});
  expect(await complaints()).toEqual(['symptom_gone']);
  must(await discardSide(estate.side));
});

test('the moment itself is, and is remembered when it was taken down since', async () => {
  await restore({restorePoint: String(damage.detail?.restore_point)});
  expect(await complaints()).toEqual([]);
  const watch = watchForMoment(estate, damage);
  await vi.waitUntil(() => momentSeenAt(estate) !== null, {timeout: 20_000});
  await watch.stop();
  must(await discardSide(estate.side));
  expect(await complaints()).toEqual([]);
});

test('production has to stay as it is', async () => {
  const production = must(await connect(estate.primary));
  must(await production.run(`update orders set total_cents = 0 where id = 1`));
  await production.close();
  expect(await complaints()).toEqual(['nothing_else_changed']);
});

test('what it is to change must be there', async () => {
  const prepared = await prepareFault(estate, {passed_moment: {table: 'order', set: 'x = 1', where: 'true'}});
  expect(prepared).toEqual({ok: false, reason: 'the lab has no table "order"'});
});
