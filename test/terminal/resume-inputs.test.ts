/** A run goes on with the values that it began with: what is recorded stands, and a connection leads where it led. */
import {expect, test} from 'vitest';
import {expectRefusal, factsOf, makeDesk} from '../support/lifeboat.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const began = 'postgres://ada:sword%2Ffish@db.example:5433/shop';

/** A run that waits for a person, begun with that connection; nothing in it connects. */
const waitingRun = async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  const runbook = smallRunbook(
    '  - {id: look, title: Look at the shop, estimate: 1m, instruction: Look at the shop}',
    'inputs: {database: {type: connection, from: {env: DIRECT_URL}}, table: {type: identifier}}',
  );
  const file = desk.file('shop-outage.yaml', runbook);
  const held = await desk.lifeboat(['run', file, '--set', 'table=orders'], {env: {DIRECT_URL: began}});
  expect(held.code).toBe(7);
  return desk;
};

test('the record says where a connection leads, without what opens it', async () => {
  const desk = await waitingRun();
  const [first] = factsOf(desk);
  expect(first).toMatchObject({
    secrets: ['database'],
    connections: {database: [{user: 'ada', host: 'db.example', port: 5433, database: 'shop'}]},
  });
  expect(JSON.stringify(factsOf(desk))).not.toMatch(/sword/);
});

test('a connection to another server, port or database is refused, and nothing is added to the record', async () => {
  const desk = await waitingRun();
  const before = factsOf(desk);
  for (const other of [
    'postgres://ada@standby.example:5433/shop',
    'postgres://ada@db.example/shop',
    'postgres://ada@db.example:5433/shop_test',
  ]) {
    const refused = await desk.lifeboat(['resume'], {env: {DIRECT_URL: other}});
    expectRefusal(refused, 9, /The run began with database at db\.example:5433\/shop, and it leads to .* now\./);
  }
  expect(factsOf(desk)).toEqual(before);
});

test('another login to the same database is taken, and the record says so', async () => {
  const desk = await waitingRun();
  const resumed = await desk.lifeboat(['resume'], {env: {DIRECT_URL: 'postgres://root:other@db.example:5433/shop'}});
  expect(resumed.code).toBe(7);
  expect(factsOf(desk)).toContainEqual(
    expect.objectContaining({type: 'noted', text: 'database logs in as root from here on.'}),
  );
});

test('secrets may come from the file that began the run; what is recorded is not changed by one', async () => {
  const desk = await waitingRun();
  const secrets = desk.file('secrets.yaml', `database: ${began}\n`);
  expect((await desk.lifeboat(['resume', '--inputs', secrets])).code).toBe(7);
  const whole = desk.file('tonight.yaml', `database: ${began}\ntable: orders\n`);
  expect((await desk.lifeboat(['resume', '--inputs', whole])).code).toBe(7);
  const more = desk.file('more.yaml', `database: ${began}\ntable: payments\n`);
  expectRefusal(
    await desk.lifeboat(['resume', '--inputs', more]),
    2,
    /The value of "table" in .* is not the one in the record/,
  );
});
