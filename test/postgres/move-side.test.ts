/** A side instance goes forward and back until a person sees the right rows, from what it was made of. */
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import {discardSide} from '../../src/backup/discard-side.ts';
import {restoreBeside} from '../../src/backup/restore-beside.ts';
import {moveSide} from '../../src/backup/undelete/move-side.ts';
import {withConnection} from '../../src/postgres/connect.ts';
import {rowsOf} from '../../src/postgres/query.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

// Restored six times over: only where a machine has time for all of it.
describe.runIf(process.env.CI === 'true')('a side instance that is moved', () => {
  let cluster: Cluster;
  let intoDir: string;
  let backupDir: string;
  const moments: string[] = [];

  beforeAll(async () => {
    cluster = await makeCluster();
    await cluster.sql('create table orders (id int)');
    backupDir = await cluster.backUp();
    intoDir = join(cluster.root, 'side');
    for (const id of [1, 2, 3]) {
      await cluster.sql('insert into orders values ($1)', [id]);
      moments.push(String((await cluster.sql('select clock_timestamp() as at'))[0]?.at));
    }
    await cluster.sql('insert into orders values (4)');
    must(await archiveWal({live: cluster.uri}));
  });

  afterAll(async () => {
    must(await discardSide(intoDir));
    await cluster.remove();
  });

  const until = (turn: number) => ({untilTime: moments[turn] ?? ''});

  const rowsOn = async (side: string) =>
    must(await withConnection(side, connection => rowsOf(connection, 'select id from orders order by id'))).map(
      ({id}) => id,
    );

  test('forward it replays on, back it is copied again, and to where it is it stays', async () => {
    const wal = {archiveDir: cluster.archive};
    const side = must(await restoreBeside({backupDir, wal, intoDir, target: until(0), database: 'shop'}));
    expect(await rowsOn(side.connection)).toEqual([1]);
    for (const [turn, moved] of [
      [2, 'forward'],
      [2, 'stayed'],
      [1, 'back'],
    ] as const) {
      const there = must(await moveSide({intoDir, target: until(turn), database: 'shop'}));
      expect(there).toMatchObject({moved, target: moments[turn]});
      expect(await rowsOn(there.connection)).toEqual([1, 2, 3].slice(0, turn + 1));
    }
  });

  test('past the end of the archive it goes down with the reason, and an earlier moment brings it up again', async () => {
    expect(await moveSide({intoDir, target: {untilTime: '2099-01-01T00:00:00Z'}, database: 'shop'})).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^the WAL archive ends before the target .* makes it again$/),
    });
    const there = must(await moveSide({intoDir, target: until(0), database: 'shop'}));
    expect(there.moved).toBe('back');
    expect(await rowsOn(there.connection)).toEqual([1]);
  });

  test('a directory that is no side instance is left alone', async () => {
    expect(await moveSide({intoDir: cluster.root, target: until(0)})).toEqual({
      ok: false,
      reason: `${cluster.root} is not a side instance of ours; restore one there first`,
    });
  });
});
