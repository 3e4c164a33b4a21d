/** A lab that keeps a repository of pgBackRest: a runbook restores from it by the names of the lab alone. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {drivers} from '../../src/backup/drivers/drivers.ts';
import {restoreInPlace} from '../../src/backup/in-place/restore-in-place.ts';
import {takeBaseBackup} from '../../src/lab/base-backup.ts';
import {openEstate} from '../../src/lab/estate.ts';
import {isOfLab} from '../../src/lab/isolation.ts';
import {labNamesOf} from '../../src/lab/lab-names.ts';
import {takePgbackrestBackup} from '../../src/lab/pgbackrest-backup.ts';
import {isLabServer} from '../../src/lab/proof.ts';
import {findTool} from '../../src/postgres/find-tool.ts';
import {findServer} from '../../src/postgres/found-server.ts';
import {must} from '../support/postgres-must.ts';

// Where it is missing, or the test is to be short, only the word is heard that says what is needed.
const isReal = process.env.CI === 'true' && (await findTool('pgbackrest')).ok;

test('the cluster comes back from pgBackRest in its own directory, and is still the lab of its drill', async () => {
  if (!isReal) {
    expect(await drivers.pgbackrest.open({repository: {}})).toMatchObject({
      ok: false,
      reason: expect.stringContaining('--config FILE --stanza NAME'),
    });
    return;
  }
  const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
  const run = `pgbackrest-${process.pid}`;
  const estate = must(await openEstate({run, stateDir, scale: 400, withPgbackrest: true}));
  onTestFinished(async () => {
    must(await estate.dismantle());
    rmSync(stateDir, {recursive: true});
  });
  must(await takeBaseBackup(estate));
  must(await takePgbackrestBackup(estate));
  const {pgbackrest_config: config, pgbackrest_stanza: stanza} = labNamesOf(estate);
  expect(await isOfLab(estate, config ?? '')).toBe(true);
  const repository = {config, stanza};
  const source = must(await drivers.pgbackrest.open({repository}));
  const since = findServer(estate.dataDirectory).startedAtMs ?? 0;
  const restored = must(
    await restoreInPlace({
      dataDirectory: estate.dataDirectory,
      source,
      target: 'end',
      confirmed: {identifier: source.identifier, started: new Date(since).toISOString()},
      surroundings: {apart: [], within: estate.directory},
      isDelta: false,
      allowGap: false,
      live: estate.primary,
      login: {user: 'postgres', database: estate.dataset.database},
      stopWithinMs: 60_000,
      timeoutMs: 60_000,
      onProgress: () => undefined,
    }),
  );
  expect(restored).toMatchObject({isComplete: true, takesWrites: true});
  expect(await isLabServer(estate.primary, estate.token)).toBe(true);
});
