/** Secrets that are given: in no file of the run, and given again when it goes on. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type Desk, expectRefusal, factsOf, makeDesk} from '../support/lifeboat.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const inputs =
  'inputs: {database: {type: connection}, replicas: {type: list, of: connection}, table: {type: identifier}}';

const steps = `
  - id: ask
    title: Look at the replicas
    estimate: 1m
    instruction: Look at \${inputs.database.host}.
  - id: use
    title: Use them
    estimate: 10s
    script:
      interpreter: [/bin/sh]
      text: |
        echo "replicating from $FIRST"; echo "writing to $ALL"
      env: {FIRST: "\${inputs.replicas[0]}", ALL: "\${inputs.database}"}
`;

const secrets = {
  database: 'postgresql://app:swordfish-1@db-1/shop',
  replicas: ['postgresql://app:swordfish-2@db-2/shop', 'postgresql://db-3/shop'],
};

const filesWith = (desk: Desk, text: string): readonly string[] =>
  readdirSync(desk.state, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => readFileSync(path, 'utf8').includes(text));

test('each of a list of connections is given again when the run goes on, and is in no file of it', async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  const runbook = desk.file('shop-outage.yaml', smallRunbook(steps, inputs));
  const file = desk.file('inputs.json', JSON.stringify({...secrets, table: 'orders'}));
  const answers = desk.file('answers.yaml', 'ask: done');

  expect((await desk.lifeboat(['run', runbook, '--inputs', file, '--auto'])).code).toBe(7);
  expect(factsOf(desk)[0]).toMatchObject({inputs: {table: 'orders'}, secrets: ['database', 'replicas']});
  const without = await desk.lifeboat(['resume', '--answers', answers]);
  expect(without.code).toBe(2);
  expect(without.stderr).toContain('Input "database" is missing');

  expect((await desk.lifeboat(['resume', '--answers', answers, '--inputs', file])).code).toBe(0);
  expect(readFileSync(join(desk.runDirectory(), 'output', 'use#1.log'), 'utf8')).toBe(
    'replicating from ‹secret:replicas›\nwriting to ‹secret:database›\n',
  );
  expect(filesWith(desk, 'swordfish')).toEqual([]);
});

test('a secret in an argument is refused before anything begins, and is not repeated', async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  const runbook = desk.file('shop-outage.yaml', smallRunbook(steps, inputs));
  const refused = await desk.lifeboat(['run', runbook, '--set', `database=${secrets.database}`]);
  expectRefusal(refused, 2, /Input "database" is a secret and is not taken from --set/);
  expect(refused.stderr).not.toContain('swordfish');
  expect(desk.runs()).toEqual([]);
});

test('an answer that is none of the ways, and an instant in the future, are found before anything begins', async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  const decision = `
  - id: which_way
    title: Decide the way
    decision: {ask: Which way?, branches: {left: Go left, right: Go right}}
`;
  const runbook = desk.file('shop-outage.yaml', smallRunbook(decision));
  const answers = desk.file('answers.yaml', 'which_way: lefft');
  const misspelt = await desk.lifeboat(['run', runbook, '--answers', answers]);
  expectRefusal(misspelt, 2, /answers which_way with "lefft", which is none of its ways/);
  expect(misspelt.stderr).toContain('left');
  const later = await desk.lifeboat(['run', runbook, '--disruption', '2099-01-01T00:00:00Z']);
  expectRefusal(later, 2, /The disruption at 2099-01-01T00:00:00.*Z lies in the future/);
  expect(desk.runs()).toEqual([]);
});
