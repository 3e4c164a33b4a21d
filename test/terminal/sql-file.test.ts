/** A file of SQL is pinned with its runbook: what is changed later changes no run. */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {factsOf, makeDesk} from '../support/lifeboat.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const steps = `
  - id: ask
    title: Tell the team
    estimate: 1m
    instruction: Say that it begins.
  - id: mend
    title: Mend the counters
    estimate: 1m
    sql: {connection: "\${inputs.database}", file: sql/mend.sql}
`;

test('the run goes on with the file as it was, and its digest is verified', async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  mkdirSync(join(desk.directory, 'sql'));
  desk.file('sql/mend.sql', 'select 1;\n');
  const runbook = desk.file(
    'shop-outage.yaml',
    smallRunbook(steps, 'inputs: {database: {type: connection, from: {env: SHOP}}}'),
  );
  // Nobody listens there: what is sent stands in the record.
  const env = {SHOP: `postgresql://ada@localhost:1/shop?host=${desk.directory}`};
  expect((await desk.lifeboat(['lint', runbook])).code).toBe(0);
  expect((await desk.lifeboat(['run', runbook, '--auto'], {env})).code).toBe(7);
  expect(readFileSync(join(desk.runDirectory(), 'files', 'sql', 'mend.sql'), 'utf8')).toBe('select 1;\n');

  writeFileSync(join(desk.directory, 'sql', 'mend.sql'), 'drop table counters;\n');
  const answers = desk.file('answers.yaml', 'ask: done');
  expect((await desk.lifeboat(['resume', '--answers', answers], {env})).code).toBe(7);
  expect(factsOf(desk).find(fact => fact.type === 'began' && fact.step === 'mend')).toMatchObject({
    shown: {kind: 'sql', lines: ['select 1;']},
  });
  expect((await desk.lifeboat(['verify', desk.runs()[0] ?? ''])).stdout).toMatch(/^OK/);
});
