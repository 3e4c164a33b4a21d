/** The whole way of a deletion, on the server that is installed and on the one that npm brings. */

import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import {inMicroseconds} from '../../src/backup/deletion.ts';
import {discardSide} from '../../src/backup/discard-side.ts';
import {deletedRows, findDeletion} from '../../src/backup/find-deletion.ts';
import {checkPutBack, putBack} from '../../src/backup/put-back.ts';
import {restoreBeside} from '../../src/backup/restore-beside.ts';
import {startApplication} from '../../src/lab/application.ts';
import {takeBaseBackup} from '../../src/lab/base-backup.ts';
import {openEstate} from '../../src/lab/estate.ts';
import {prepareFault} from '../../src/lab/faults.ts';
import {judge} from '../../src/lab/oracle.ts';
import {isLabServer} from '../../src/lab/proof.ts';
import {serversIn} from '../../src/postgres/process-identity.ts';
import {must} from '../support/postgres-must.ts';

for (const [server, choice] of [
  ['the installed server', ''],
  ['the embedded server', 'embedded'],
] as const) {
  test(`on ${server}, what one transaction deleted comes back exactly, what was written since stays, and nothing of the lab is left`, async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
    const phases: string[] = [];
    const estate = must(
      await openEstate({
        run: `20261124t031200z-deletion-${choice === '' ? 'inst' : 'embd'}${process.pid}`,
        stateDir,
        scale: 2_000,
        environment: {LIFEBOAT_POSTGRES: choice},
        onPhase: phase => phase.state === 'finished' && phases.push(phase.phase),
      }),
    );
    const application = startApplication(estate);
    try {
      must(await takeBaseBackup(estate, phase => phase.state === 'finished' && phases.push(phase.phase)));
      expect(phases).toEqual(['init', 'start', 'load', 'backup']);
      expect(estate.tools.binaries.source).toBe(choice === '' ? 'installed' : 'embedded');
      expect(await isLabServer(estate.primary, estate.token)).toBe(true);
      expect(await isLabServer(estate.primary, 'another token')).toBe(false);

      const fault = must(
        await prepareFault(estate, {
          delete_rows: {table: 'orders', where: "placed_at < now() - interval '7 days' and id % 40 = 3"},
        }),
      );
      expect(must(await fault.symptom())).toMatchObject({seen: false});
      const damage = must(await fault.inject());
      expect(must(await fault.symptom())).toMatchObject({seen: true});

      const from = new Date(new Date(damage.committedAt).getTime() - 5_000).toISOString();
      const {deletions} = must(
        await findDeletion({live: estate.primary, tables: ['orders'], from, createExtension: true}),
      );
      expect(deletions).toMatchObject([
        {xid: damage.transaction ?? '', committedAt: inMicroseconds(damage.committedAt)},
      ]);
      const [deletion] = must(await findDeletion({live: estate.primary, from})).deletions;
      expect(deletion).toMatchObject({xid: damage.transaction, rows: damage.rowsLost});

      must(await archiveWal({live: estate.primary}));
      const side = must(
        await restoreBeside({
          backupDir: estate.backup,
          wal: {archiveDir: estate.archive},
          intoDir: estate.side,
          target: {beforeXid: damage.transaction ?? ''},
          database: 'ticketing',
        }),
      );
      expect(new Date(side.recoveredTo ?? '').getTime()).toBeLessThanOrEqual(new Date(damage.committedAt).getTime());
      // It stands in the lab's own closed directory, so steps of a drill may act on it.
      expect(await isLabServer(side.connection, estate.token)).toBe(true);

      const rows = must(
        await deletedRows({
          live: estate.primary,
          xid: damage.transaction ?? '',
          firstLsn: deletion?.firstLsn ?? '',
          commitLsn: deletion?.commitLsn ?? '',
        }),
      );
      const pair = {from: side.connection, into: estate.primary, rows};
      expect(must(await checkPutBack(pair))).toMatchObject({complete: false, lost: damage.rowsLost});
      expect(must(await putBack(pair))).toMatchObject({alreadyThere: false, rowsRestored: damage.rowsLost});
      expect(must(await checkPutBack(pair))).toMatchObject({complete: true, there: damage.rowsLost});
      expect(must(await putBack(pair))).toMatchObject({alreadyThere: true, rowsRestored: 0});
      // Left standing in the second drill: taking the lab down must end it too.
      if (choice === '') {
        expect(must(await discardSide(estate.side)).removed).toBe(true);
      }

      await application.stop();
      const findings = must(await judge(estate, {damage, writes: application.writes()}));
      expect(findings.filter(({ok}) => !ok)).toEqual([]);
      expect(application.counts().acknowledged).toBeGreaterThan(0);
    } finally {
      await application.stop();
      expect(must(await estate.dismantle()).removed).toContain(`removed ${estate.directory}`);
    }

    expect(existsSync(estate.directory)).toBe(false);
    expect(serversIn(estate.directory)).toEqual([]);
    expect(readdirSync(join(stateDir, 'lab'))).toEqual([]);
    rmSync(stateDir, {recursive: true});
  });
}
