/** The runbook for leaked passwords on a user's own cluster, by inputs alone: no lab knows of it. */
import {existsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {breached, breachRunbook, inputsFile} from '../support/breach-incident.ts';
import {type BurgledShop, issued, openBurgledShop, rowsOf, storedPassword} from '../support/burgled-shop.ts';
import {makeDesk} from '../support/lifeboat.ts';
import {must} from '../support/postgres-must.ts';

const runMs = 240_000;

/** What `credentials-leaked` is told; one password lay open, and there is no store that a program could write. */
const leakInputs = (shop: BurgledShop, at: string): Readonly<Record<string, unknown>> => {
  const oldLogins = join(shop.desk, 'old logins');
  writeFileSync(
    oldLogins,
    `${shop.client.replace('shop-web', `shop-web:${encodeURIComponent(issued['shop-web'])}`)}\n`,
    {mode: 0o600},
  );
  return {
    client: shop.client,
    leaked_at: at,
    leaked_roles: ['shop-web'],
    evidence_directory: join(shop.desk, 'evidence'),
    new_passwords: join(shop.desk, 'new passwords'),
    old_logins: oldLogins,
  };
};

test('a password that leaked is refused from then on, who came with it is out, and other programs go on', {
  timeout: runMs,
}, async () => {
  const shop = await openBurgledShop();
  onTestFinished(shop.remove);
  const [row] = await shop.cluster.sql('select clock_timestamp() as at');
  const reader = must(await shop.enter('shop-web', issued['shop-web'], shop.burglarAddress));
  must(await reader.run('select * from "Customers"'));
  const statistics = must(await shop.enter('bi', issued.bi));
  const before = await rowsOf(shop);
  const desk = makeDesk();
  const inputs = leakInputs(shop, String(row?.at));
  const answers = desk.file(
    'answers.yaml',
    'used: nothing_changed\nmay_rotate: Grace Hopper\ndeliver: done\nclean_up: done\n',
  );
  const args = ['run', breachRunbook('credentials-leaked'), '--inputs', inputsFile(desk, inputs), '--answers', answers];
  const ended = await desk.lifeboat(args, {env: {DIRECT_URL: shop.cluster.uri}});
  expect({code: ended.code, stderr: ended.stderr}).toEqual({code: 0, stderr: ''});
  // The person who decides sees the stranger beside the application.
  expect(ended.stdout).toContain(`shop-web from ${shop.burglarAddress} (1 sessions)`);

  expect(await reader.run('select 1')).toMatchObject({ok: false});
  expect(await shop.enter('shop-web', issued['shop-web'])).toMatchObject({ok: false, reason: {sqlstate: '28P01'}});
  must(await statistics.run('select 1'));
  const fresh = storedPassword(String(inputs.new_passwords), 'shop-web');
  const application = must(await shop.enter('shop-web', fresh));
  must(await application.run(`select 1`));
  expect(await rowsOf(shop)).toEqual(before);
  for (const session of [reader, statistics, application]) {
    await session.close();
  }
  expect((await desk.lifeboat(['verify', desk.runs()[0] ?? ''])).code).toBe(0);
});

test('where somebody has changed something, the runbook for leaked passwords ends before it writes, and says which one goes on', {
  timeout: runMs,
}, async () => {
  const {shop, at, sessions} = await breached(true);
  const desk = makeDesk();
  const answers = desk.file('answers.yaml', 'used: changed\n');
  const args = [
    'run',
    breachRunbook('credentials-leaked'),
    '--inputs',
    inputsFile(desk, leakInputs(shop, at)),
    '--answers',
    answers,
  ];
  const ended = await desk.lifeboat(args, {env: {DIRECT_URL: shop.cluster.uri}});
  expect(ended.stdout).toContain('escalated');
  expect(ended.stdout).toContain('unauthorized-access');
  for (const session of sessions) {
    must(await session.run('select 1'));
  }
  expect(existsSync(join(shop.desk, 'new passwords'))).toBe(false);
});
