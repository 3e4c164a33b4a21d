/** The shipped runbook on a user's own cluster, by inputs alone: made by initdb and its own SQL, and no lab knows of it. */
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {deletionRunbook, eventually, factsOf, makeDesk, type Started, typesOf} from '../support/lifeboat.ts';
import {contentOf} from '../support/processes.ts';
import {filesWithSecrets, openShop, type Shop, secrets, shopAnswers} from '../support/shop.ts';

const runMs = 120_000;

let shop: Shop;
let deletedAt: string;

let truth: unknown;

beforeAll(async () => {
  shop = await openShop();
  truth = await shop.deletedRows();
});

afterAll(() => shop.cluster.remove());

// Each test has a deletion of its own; what the test before brought back is lost again.
beforeEach(async () => {
  deletedAt = await shop.deleteRows();
});

const sinceThen = () =>
  shop.cluster.sql(`
    select (select count(*) from customers) as customers, (select count(*) from "Order Lines") as lines,
      (select name from customers where id = 1) as first, (select name from customers where id = 51) as last`);

/** Looks at every process of this machine for as long as the program runs. */
const argumentsSeen = async (program: Started): Promise<readonly string[]> => {
  const seen = new Set<string>();
  let isOver = false;
  void program.ended.then(() => {
    isOver = true;
  });
  while (!isOver) {
    for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
      seen.add(contentOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' '));
    }
    await delay(5);
  }
  return [...seen];
};

test('exactly the lost rows come back, what was written since stays, and the password is seen nowhere', {
  timeout: runMs,
}, async () => {
  await shop.goOn();
  const before = await sinceThen();
  const desk = makeDesk();
  const args = [
    'run',
    deletionRunbook,
    ...shop.settings(desk, deletedAt),
    '--answers',
    desk.file('answers.yaml', shopAnswers),
  ];
  const program = desk.start(args, {env: {DIRECT_URL: shop.directUrl}});
  const argv = await argumentsSeen(program);
  const ended = await program.ended;
  expect({code: ended.code, stderr: ended.stderr}).toEqual({code: 0, stderr: ''});
  expect(ended.stdout).toContain('INCIDENT Accidental data deletion: recovered, with exceptions.');

  expect(await shop.deletedRows()).toEqual(truth);
  const [was, is] = [before[0], (await sinceThen())[0]];
  expect(is).toEqual({...was, customers: Number(was?.customers) + 10, lines: Number(was?.lines) + 200});
  expect(is).toMatchObject({first: 'renamed since', last: 'new since'});

  expect(argv.some(line => line.includes('put-back'))).toBe(true);
  expect(argv.filter(line => secrets.some(secret => line.includes(secret)))).toEqual([]);
  expect(filesWithSecrets(desk.state)).toEqual([]);
  expect(secrets.filter(secret => `${ended.stdout}${ended.stderr}`.includes(secret))).toEqual([]);
  expect(existsSync(join(desk.state, 'lab'))).toBe(false);
  expect(existsSync(join(desk.directory, 'side'))).toBe(false);

  const shown = JSON.parse((await desk.lifeboat(['show', desk.runs()[0] ?? '', '--json'])).stdout);
  expect(shown).toMatchObject({mode: 'incident', outcome: 'recovered-with-exceptions', met: true, rpaMs: 0});
  expect(shown.deviations).toHaveLength(1);
  // Without the input `app` nobody's writes could be stopped, so it is not asked.
  expect(typesOf(desk, 'writing')).toEqual(['not-applicable']);
  expect(typesOf(desk, 'resume_writes')).toEqual(['not-applicable']);
  expect((await desk.lifeboat(['verify', desk.runs()[0] ?? ''])).code).toBe(0);
});

test('without answers and without a terminal it waits with exit 7, and resume with answers goes on to the end', {
  timeout: runMs,
}, async () => {
  const desk = makeDesk();
  const env = {DIRECT_URL: shop.directUrl};
  const held = await desk.lifeboat(['run', deletionRunbook, ...shop.settings(desk, deletedAt)], {env});
  expect({code: held.code, stderr: held.stderr}).toEqual({code: 7, stderr: ''});
  expect(held.stdout).toContain('a person is needed for is_it_this (decision)');
  expect(filesWithSecrets(desk.state)).toEqual([]);

  const withoutSecret = await desk.lifeboat(['resume', '--answers', desk.file('answers.yaml', shopAnswers)]);
  expect(withoutSecret.code).toBe(2);
  expect(withoutSecret.stderr).toContain('Set DIRECT_URL in the environment');

  const resumed = await desk.lifeboat(['resume', '--answers', join(desk.directory, 'answers.yaml')], {env});
  expect({code: resumed.code, stderr: resumed.stderr}).toEqual({code: 0, stderr: ''});
  expect(await shop.deletedRows()).toEqual(truth);
  expect(factsOf(desk).filter(({type, step}) => type === 'began' && step === 'find_deletion')).toHaveLength(1);
});

test('killed while the rows are put back, it goes on and puts them back exactly once', {timeout: runMs}, async () => {
  const desk = makeDesk();
  const env = {DIRECT_URL: shop.directUrl};
  const file = desk.file('answers.yaml', shopAnswers);
  const program = desk.start(['run', deletionRunbook, ...shop.settings(desk, deletedAt), '--answers', file], {env});
  await eventually(() => factsOf(desk).some(({type, step}) => type === 'began' && step === 'put_back'), runMs).toBe(
    true,
  );
  await program.kill();
  const resumed = await desk.lifeboat(['resume', '--answers', file], {env});
  expect({code: resumed.code, stderr: resumed.stderr}).toEqual({code: 0, stderr: ''});
  expect(await shop.deletedRows()).toEqual(truth);
  const [lines] = await shop.cluster.sql('select count(*) as n from "Order Lines" where customer between 10 and 19');
  expect(lines).toEqual({n: 200});
});

test('a target that is not typed as it is called is not written to', {timeout: runMs}, async () => {
  const desk = makeDesk();
  const file = desk.file('answers.yaml', shopAnswers.replace('put_back: shop', 'put_back: ship'));
  const ended = await desk.lifeboat(['run', deletionRunbook, ...shop.settings(desk, deletedAt), '--answers', file], {
    env: {DIRECT_URL: shop.directUrl},
  });
  expect(ended.code).toBe(7);
  expect(ended.stdout).toContain('a person is needed for put_back (confirmation)');
  expect(await shop.cluster.sql('select count(*) as n from customers where id between 10 and 19')).toEqual([{n: 0}]);
});
