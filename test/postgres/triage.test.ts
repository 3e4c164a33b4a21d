/** Triage on a real server: before anything was deleted, after, and when nobody answers. */
import {readdirSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {eventually, makeDesk} from '../support/lifeboat.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const password = 'never-to-be-seen-1';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await makeCluster();
  await cluster.sql(`
    create table orders (id int primary key, note text);
    create table venues (id int primary key);
    insert into orders select g, 'order ' || g from generate_series(1, 1000) g;
    insert into venues select g from generate_series(1, 50) g;
    analyze`);
});

afterAll(() => cluster.remove());

type Found = {
  readonly runbooks: readonly {
    readonly id: string;
    readonly fit: string;
    readonly symptoms: readonly {readonly seen: string; readonly detail?: string; readonly why?: string}[];
  }[];
};

const triageOf = async (database: string) => {
  const desk = makeDesk();
  const ended = await desk.lifeboat(['triage', '--set', 'tables=orders', '--json'], {env: {DIRECT_URL: database}});
  expect(ended).toMatchObject({code: 0, stderr: ''});
  expect(desk.runs()).toEqual([]);
  expect(ended.stdout).not.toContain(password);
  const {runbooks}: Found = JSON.parse(ended.stdout);
  return runbooks.find(({id}) => id === 'accidental-deletion');
};

const seenIn = (runbook: Awaited<ReturnType<typeof triageOf>>) => runbook?.symptoms.map(({seen}) => seen);

test('a sound database shows no sign of a deletion, and a broken one fits, with how many rows are gone', async () => {
  const sound = await triageOf(cluster.uri);
  expect(sound).toMatchObject({fit: 'does-not-fit'});
  expect(seenIn(sound)).toEqual(['absent', 'absent', 'by-eye']);

  await cluster.sql('delete from orders where id <= 400');
  // Statistics of a session that goes on are told within a second of its last statement.
  await expect
    .poll(() => triageOf(cluster.uri).then(seenIn), {timeout: 20_000})
    .toEqual(['present', 'present', 'by-eye']);
  const broken = await triageOf(cluster.uri);
  expect(broken).toMatchObject({fit: 'fits'});
  expect(broken?.symptoms[0]?.detail).toContain('"deleted_rows":400');
  expect(broken?.symptoms[1]?.detail).toContain('orders');
});

test('a look changes nothing, whatever it is given', async () => {
  const [{rows: before} = {rows: undefined}] = await cluster.sql('select count(*)::int as rows from orders');
  await triageOf(cluster.uri);
  expect(await cluster.sql('select count(*)::int as rows from orders')).toMatchObject([{rows: before}]);
});

test('where nobody answers it cannot be told, and the password stays hidden', async () => {
  const runbook = await triageOf(`postgres://ops:${password}@127.0.0.1:1/shop`);
  expect(runbook).toMatchObject({fit: 'unclear'});
  expect(seenIn(runbook)).toEqual(['unseen', 'unseen', 'by-eye']);
  expect(runbook?.symptoms[0]?.why).toContain('cannot connect to shop at 127.0.0.1:1');
});

test('a statement that still runs when triage is left is cancelled', async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  const look = '{sql: {connection: "${inputs.shop}", query: "select pg_sleep(600) /* a long look */"}}';
  const fields = `inputs: {shop: {type: connection, from: {env: SHOP}}}\nsymptoms: [{text: It is slow, check: ${look}}]`;
  desk.file('shop-outage.yaml', smallRunbook('', fields));
  const running = async () => {
    const [row] = await cluster.sql(
      "select count(*)::int as n from pg_stat_activity where state = 'active' and query like '%long look%' and pid <> pg_backend_pid()",
    );
    return row?.n;
  };
  const started = desk.start(['triage', '--limit', '5m'], {env: {SHOP: cluster.uri}});
  await eventually(running).toBe(1);
  started.child.kill('SIGINT');
  expect(await started.ended).toMatchObject({code: 130, stderr: ''});
  expect(await running()).toBe(0);
});

test('nothing of it is left in the place for temporary files', () => {
  expect(readdirSync(tmpdir()).filter(name => name.startsWith('lifeboat-triage-'))).toEqual([]);
});
