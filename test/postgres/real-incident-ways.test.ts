/** Other ways through the shipped runbook on a user's own cluster: triggers, a table left out, a backup that does not serve. */
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {deletionRunbook, makeDesk} from '../support/lifeboat.ts';
import {openShop, type Shop, shopAnswers} from '../support/shop.ts';

const runMs = 120_000;

let shop: Shop;
let deletedAt: string;
let truth: unknown;

beforeAll(async () => {
  shop = await openShop();
  truth = await shop.deletedRows();
});

afterAll(() => shop.cluster.remove());

beforeEach(async () => {
  deletedAt = await shop.deleteRows();
});

const run = async (given: {readonly answers?: string; readonly set?: readonly string[]}) => {
  const desk = makeDesk();
  const file = desk.file('answers.yaml', given.answers ?? shopAnswers);
  const set = (given.set ?? []).flatMap(setting => ['--set', setting]);
  const args = ['run', deletionRunbook, ...shop.settings(desk, deletedAt), ...set, '--answers', file];
  return desk.lifeboat(args, {env: {DIRECT_URL: shop.directUrl}});
};

test('triggers that would fire are named and decided about before anything is written', {timeout: runMs}, async () => {
  await shop.cluster.sql(`
    create function stamp() returns trigger language plpgsql as $$ begin new.at := now(); return new; end $$;
    create trigger stamp before insert on "Order Lines" for each row execute function stamp()`);
  const asked = await run({});
  expect(asked.code).toBe(7);
  expect(asked.stdout).toContain('These act when rows are inserted here: trigger stamp of public."Order Lines".');
  expect(asked.stdout).toContain('a person is needed for triggers (decision)');

  const fired = await run({answers: `${shopAnswers}triggers: fire\n`});
  expect(fired.code).toBe(7);
  expect(fired.stdout).toContain('200 rows of public."Order Lines" are not as they were once written');
  expect(await shop.deletedRows()).toEqual([{customers: null, lines: null}]);

  const skipped = await run({answers: `${shopAnswers}triggers: skip\n`});
  expect({code: skipped.code, stderr: skipped.stderr}).toEqual({code: 0, stderr: ''});
  expect(await shop.deletedRows()).toEqual(truth);
  await shop.cluster.sql('drop function stamp cascade');
});

test('a table that is left out keeps its rows deleted, and the rest comes back without a way to lock oneself out', {
  timeout: runMs,
}, async () => {
  // Its own login is the application's too: to take it away would lock everybody out, so that is not offered.
  const ended = await run({set: ['leave_out=Order Lines', 'app=recovery']});
  expect(ended.stdout).toContain('Decide whether the application goes on writing: does not apply here.');
  expect({code: ended.code, stderr: ended.stderr}).toEqual({code: 0, stderr: ''});
  expect(ended.stdout).toContain('Put 10 lost rows (10 of public.customers) back');
  expect(await shop.deletedRows()).toMatchObject([{lines: null}]);
  expect(await shop.cluster.sql('select count(*) as n from customers where id between 10 and 19')).toEqual([{n: 10}]);
});

test('a base backup from after the deletion is said to be one before anybody decides', {timeout: runMs}, async () => {
  const late = await shop.cluster.backUp('late backup');
  const ended = await run({set: [`base_backup=${late}`]});
  expect(ended.code).toBe(7);
  expect(ended.stdout).toContain('was begun after the deletion');
  expect(ended.stdout).not.toContain('Is this the deletion?');
});
