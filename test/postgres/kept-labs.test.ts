/** `--keep-lab` with several drills: what failed can be looked at afterwards, and what passed does not pile up. */
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {expectNothingLeft} from '../support/drills.ts';
import {deletionRunbook, makeDesk} from '../support/lifeboat.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

test('of two drills the lab of the one that did not pass stands, and is taken down by its name', {
  timeout: 180_000,
}, async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  const cures = `
  - {id: call, title: Call the team, instruction: Call the team together.}
`;
  const drill =
    'drill: {lab: postgres, fault: {delete_rows: {table: payments, where: "id % 7 = 1"}}, answers: {call: done}}';
  const idle = desk.file('rows-stay-gone.yaml', smallRunbook(cures, drill).replace('shop-outage', 'rows-stay-gone'));
  const ended = await desk.lifeboat(['drill', deletionRunbook, idle, '--auto', '--keep-lab', '--scale', '300']);

  expect(ended.code).toBe(4);
  const [name = '', ...others] = readdirSync(desk.lab);
  expect(others).toEqual([]);
  const lines = ended.stdout.slice(ended.stdout.indexOf('Drills: 1 of 2 passed, 1 failed.')).trim().split('\n');
  expect(lines.slice(3)).toEqual([
    'Labs that were kept, because their drills did not pass, and how each is taken down:',
    expect.stringMatching(/^ {2}\S+ \(rows-stay-gone\): .*lifeboat\S* lab down \w{6}$/),
  ]);
  expect(lines[4]).toContain(join(desk.lab, name));

  const run = lines[4]?.split(' ').at(-1) ?? '';
  expect((await desk.lifeboat(['lab', 'down', run])).code).toBe(0);
  expectNothingLeft(desk);
});
