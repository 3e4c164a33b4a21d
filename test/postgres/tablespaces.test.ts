/** Tablespaces of a cluster come back with it, in directories of their own, and production's are never written into. */
import {mkdtempSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import {discardSide} from '../../src/backup/discard-side.ts';
import {builtin} from '../../src/backup/drivers/builtin.ts';
import {checkTarget} from '../../src/backup/point-in-time/check-target.ts';
import {refuseSharedTablespaces} from '../../src/backup/point-in-time/shared-tablespaces.ts';
import {restoreBeside} from '../../src/backup/restore-beside.ts';
import {connect} from '../../src/postgres/connect.ts';
import {giveTo} from '../../src/postgres/server-user.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';
import {workPlace} from '../support/work-place.ts';

let cluster: Cluster;
const labels: string[] = [];

const repository = () => ({directory: join(cluster.root, 'backups'), archiveDir: cluster.archive});

const backUp = async () => {
  const taken = await builtin.take({repository: repository(), live: cluster.uri, onProgress: () => undefined});
  labels.push(must(taken).label);
};

const answer = async (sql: string): Promise<string> => String(Object.values((await cluster.sql(sql))[0] ?? {})[0]);

const check = async (untilTime: string) => {
  const backups = must(await builtin.list(repository()));
  const walOf = must(await builtin.wal(repository()));
  return checkTarget({target: {untilTime}, backups, walOf, nowMs: Date.now()});
};

const spaces: string[] = [];

/** In a directory with a blank in its name; a quote is what the server does not take there. */
const makeTablespace = async (name: string): Promise<string> => {
  const space = mkdtempSync(join(workPlace, 'lifeboat fast disk '));
  spaces.push(space);
  giveTo(cluster.tools.user, space);
  await cluster.sql(`create tablespace ${name} location '${space}'`);
  return space;
};

beforeAll(async () => {
  cluster = await makeCluster('shop', ['--wal-segsize=1', '--data-checksums']);
});

afterAll(async () => {
  await cluster.remove();
  for (const space of spaces) {
    rmSync(space, {recursive: true, force: true});
  }
});

test('tablespaces are taken with the backup, compared with its manifest, and restored into directories of their own', async () => {
  await makeTablespace('fast');
  await cluster.sql('create table seats tablespace fast as select n from generate_series(1, 1000) n');
  await backUp();
  expect(must(await builtin.verify({repository: repository(), onProgress: () => undefined}))).toMatchObject({
    label: labels[0],
    ok: true,
  });
  await cluster.sql('insert into seats select n from generate_series(1001, 2000) n');
  const until = await answer(`select to_json(clock_timestamp() at time zone 'UTC') #>> '{}' || 'Z'`);
  await cluster.sql('delete from seats');
  must(await archiveWal({live: cluster.uri}));

  const {backup} = must(await check(until));
  const side = must(
    await restoreBeside({
      backupDir: backup ?? '',
      wal: {archiveDir: cluster.archive},
      intoDir: join(cluster.root, 'side'),
      target: {untilTime: until},
      database: 'shop',
    }),
  );
  const connection = must(await connect(side.connection));
  const asked = must(
    await connection.run(
      `select count(*)::int as seats, pg_tablespace_location(oid) as place from seats, pg_tablespace where spcname = 'fast' group by 2`,
    ),
  );
  await connection.close();
  const place = String(asked[0]?.rows[0]?.place);
  expect(asked[0]?.rows[0]).toMatchObject({seats: 2000});
  expect(place.startsWith(`${side.directory}/tablespaces/`)).toBe(true);
  expect(await cluster.sql('select count(*)::int as seats from seats')).toEqual([{seats: 0}]);
  must(await discardSide(side.directory));
});

test('a tablespace that was made since the backup is no reason to write into the directory that production has it in', async () => {
  const space = await makeTablespace('slow');
  await cluster.sql('create table stalls tablespace slow as select 1 as n');
  const until = await answer(`select to_json(clock_timestamp() at time zone 'UTC') #>> '{}' || 'Z'`);
  await cluster.sql('delete from stalls');
  must(await archiveWal({live: cluster.uri}));
  const checked = must(await check(until));
  expect(checked.newTablespaces).toEqual([space]);
  const from = {backupDir: checked.backup ?? '', wal: {archiveDir: cluster.archive}};
  expect(await refuseSharedTablespaces(from, {untilTime: until})).toEqual({
    ok: false,
    reason: expect.stringContaining(`a tablespace was made in ${space}`),
  });
});
