/** What happens to a run on a real database when the connection is wrong, is nowhere, or is cut in the middle of a statement. */
import {afterAll, beforeAll, expect, test} from 'vitest';
import {formatConnection, parseConnection} from '../../src/postgres/uri.ts';
import {deletionRunbook, expectNoStackTrace, makeDesk} from '../support/lifeboat.ts';
import {must} from '../support/postgres-must.ts';
import {filesWithSecrets, openShop, password, type Shop, secrets} from '../support/shop.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const runMs = 60_000;

let shop: Shop;
let deletedAt: string;

beforeAll(async () => {
  shop = await openShop();
  deletedAt = await shop.deleteRows();
});

afterAll(() => shop.cluster.remove());

test('a server that does not answer holds the run in one sentence, and the password is not in it', {
  timeout: runMs,
}, async () => {
  const desk = makeDesk();
  const nowhere = formatConnection(
    {...must(parseConnection(shop.cluster.uri)), host: desk.directory, user: 'recovery', password},
    {withPassword: true},
  );
  const ended = await desk.lifeboat(['run', deletionRunbook, ...shop.settings(desk, deletedAt)], {
    env: {DIRECT_URL: nowhere},
  });
  expect(ended.code).toBe(7);
  expect(ended.stdout).toContain('a person is needed for look (held)');
  expectNoStackTrace(ended);
  expect(secrets.filter(secret => ended.stdout.includes(secret))).toEqual([]);
  expect(filesWithSecrets(desk.state)).toEqual([]);
});

test('a wrong password holds the run with what the server said, and is not repeated', {timeout: runMs}, async () => {
  const desk = makeDesk();
  const wrong = shop.directUrl.replace(encodeURIComponent(password), 'sword%2Ffish');
  const ended = await desk.lifeboat(['run', deletionRunbook, ...shop.settings(desk, deletedAt)], {
    env: {DIRECT_URL: wrong},
  });
  expect(ended.code).toBe(7);
  expect(ended.stdout).toContain('password authentication failed');
  expect(`${ended.stdout}${ended.stderr}`).not.toMatch(/sword(%2F|\/)fish/);
});

test('killed in the middle of a statement, its outcome is unknown, and it is not sent a second time', {
  timeout: runMs,
}, async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  await shop.cluster.sql('create table if not exists marks (at timestamptz default now())');
  const runbook = smallRunbook(
    `
  - id: repair
    title: Repair the shop
    estimate: 1m
    sql:
      connection: "\${inputs.database}"
      statements: [insert into marks default values, select pg_sleep(3)]
`,
    'inputs: {database: {type: connection, from: {env: DIRECT_URL}}}',
  );
  const env = {DIRECT_URL: shop.directUrl};
  const program = desk.start(['run', desk.file('shop-outage.yaml', runbook)], {env});
  const count = async () => Number((await shop.cluster.sql('select count(*) as n from marks'))[0]?.n);
  await expect.poll(count, {timeout: 20_000}).toBe(1);
  await program.kill();

  const resumed = await desk.lifeboat(['resume'], {env});
  expect(resumed.code).toBe(7);
  expect(resumed.stdout).toContain('a person is needed for repair (unknown)');
  expect(await count()).toBe(1);
});
