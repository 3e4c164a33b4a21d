/** A typed go by somebody whom the question does not name: it is said what that is, and it counts when it is said again. */
import {expect, test} from 'vitest';
import {driveRun} from '../support/driven-run.ts';
import {factsOf} from '../support/lifeboat.ts';
import {outageDesk} from '../support/small-runbook.ts';

const steps = `
  - id: go
    title: Go on
    approval: {ask: "Switch over?", from: [approver]}
`;
const goesOf = (desk: Parameters<typeof factsOf>[0]): readonly unknown[] =>
  factsOf(desk)
    .filter(({type}) => type === 'approved')
    .map(({by, role, proof}) => ({by, role, proof}));
const unnamed = [{by: 'Bob', role: '', proof: 'typed'}];

test('on the screen the name stays in the field, and Enter again takes it', async () => {
  const {desk, runbook} = outageDesk(steps);
  const screen = desk.terminal(['run', runbook, '--as', 'Ada Lovelace']);
  await screen.shows('Enter approve  x no-go');
  screen.press('enter');
  await screen.shows('Name of the approver');
  screen.type('Bob');
  screen.press('enter');
  await screen.shows('Bob is not one of: Grace Hopper');
  await screen.shows('Enter takes it all the same');
  expect(goesOf(desk)).toEqual([]);
  screen.press('enter');
  await screen.shows('q quit');
  expect(goesOf(desk)).toEqual(unnamed);
  screen.press('q');
  await screen.exited;
});

test('on the plain face the same line typed again is taken, and another name is said first too', async () => {
  const {desk, runbook} = outageDesk(steps);
  const plain = desk.terminal(['run', runbook, '--plain', '--as', 'Ada Lovelace']);
  await plain.shows('Switch over?');
  plain.type('approve Carl\r');
  await plain.shows('To take it, type: approve Carl');
  plain.type('approve Bob\r');
  await plain.shows('To take it, type: approve Bob');
  expect(goesOf(desk)).toEqual([]);
  plain.type('approve Bob\r');
  await plain.exited;
  expect(goesOf(desk)).toEqual(unnamed);
});

test('another program is told what the name means, and takes it with the value that is told', async () => {
  const {desk, runbook} = outageDesk(steps);
  const run = driveRun(desk, ['run', runbook, '--as', 'Ada Lovelace']);
  await run.wants('go');
  run.send({intent: 'approve', step: 'go', actor: 'Bob'});
  const refused = await run.hears({type: 'refused', intent: 'approve', step: 'go'});
  expect(refused).toMatchObject({why: expect.stringContaining('Bob is not one of'), meant: {value: 'Bob'}});
  run.send({intent: 'approve', step: 'go', actor: 'Bob', value: 'Bob'});
  await run.hears({type: 'approved', ...unnamed[0]});
  await run.started.ended;
});
