/** A drill without a lab: the same questions and the same clock, and nothing acts. */
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {findingsOf} from '../support/drills.ts';
import {expectRefusal, factsOf, makeDesk} from '../support/lifeboat.ts';
import {marksOf, smallPlan, smallRunbook} from '../support/small-runbook.ts';

const steps = `
  - {id: call, title: Call the team, instruction: Call the team together., verify: [{command: [sh, -c, "echo looked >> marks"]}]}
  - id: wipe
    title: Wipe the replica
    effects: destructive
    estimate: 1m
    point_of_no_return: true
    confirm: {type: replica}
    drill: {outputs: {freed: 17}}
    touches: ["/srv/replica"]
    requires: [{command: [sh, -c, "echo looked >> marks"]}]
    outputs: {freed: "stdout"}
    command: [sh, -c, "echo wiped >> marks"]
  - {id: note, title: Note it, instruction: "Write down that \${steps.wipe.outputs.freed} were freed."}
  - {id: tell, title: Tell the approver, notify: {to: [approver], text: It is done., must_ack: true}}
`;

const table = (drill = 'drill: {lab: none, answers: {call: done, note: done}}') => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  return {desk, runbook: desk.file('shop-outage.yaml', smallRunbook(steps, drill))};
};

test('people answer everything, the clock runs, and no program, check or message goes out', async () => {
  const {desk, runbook} = table();
  const terminal = desk.terminal(['drill', runbook]);
  await terminal.shows('Call the team together.');
  await terminal.shows('Enter done');
  terminal.press('enter');
  await terminal.shows('Enter type the name');
  terminal.press('enter');
  await terminal.shows('Enter hands it in');
  terminal.type('replica');
  terminal.press('enter');
  await terminal.shows('Write down that 17 were freed.');
  await terminal.shows('Enter done');
  terminal.press('enter');
  await terminal.shows('q quit');
  await terminal.shows('The drill passed in part');
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
  expect(marksOf(desk)).toEqual([]);
  expect(readdirSync(desk.directory)).not.toContain('marks');
  expect(findingsOf(desk)).toMatchObject([
    {name: 'runbook_recovered', ok: true},
    {name: 'rto_met', ok: true},
  ]);
  const acted = factsOf(desk).filter(({type, simulated}) => type === 'began' && simulated !== true);
  expect(acted).toEqual([]);
});

test('alone the robot says what the drill block says, and a killed one goes on', async () => {
  const {desk, runbook} = table('drill: {lab: none, answers: {call: done}}');
  const first = await desk.lifeboat(['drill', runbook, '--auto']);
  expect(first.code).toBe(7);
  const terminal = desk.terminal(['resume', '--plain']);
  await terminal.shows('Write down that 17 were freed.');
  terminal.type('done');
  terminal.press('enter');
  expect((await terminal.exited).code).toBe(0);
  expect(factsOf(desk).find(({type}) => type === 'drill-judged')).toMatchObject({passed: true, partial: true});
  expect((await desk.lifeboat(['verify', desk.runs()[0] ?? ''])).code).toBe(0);
  expect(marksOf(desk)).toEqual([]);
  expect(existsSync(join(desk.state, 'lab'))).toBe(false);
});

test('a value of a lab that there is not is refused with the way out', async () => {
  const {desk, runbook} = table(
    'inputs: {database: {type: string}}\ndrill: {lab: none, inputs: {database: "${lab.primary}"}}',
  );
  expectRefusal(
    await desk.lifeboat(['drill', runbook, '--auto']),
    3,
    /drill\.inputs\.database: .*there is no lab in this drill/,
  );
});

test('alone the robot answers what is included, by path, and a path that names nothing is no drill', async () => {
  const {desk, runbook} = table();
  const review = (answers: string) =>
    smallRunbook(
      '  - {id: call, title: Call, instruction: Call.}\n  - {id: review, title: Review, include: access-review}',
      `drill: {lab: none, answers: {call: done, ${answers}}}`,
    );
  const asks = '  - {id: way, title: Way, decision: {ask: Which?, branches: {all: All of it, half: Half of it}}}';
  // What it says of its own drill counts for nothing here.
  const own = 'drill: {lab: none, answers: {way: all}}';
  desk.file('access-review.yaml', smallRunbook(asks, own).replace('id: shop-outage', 'id: access-review'));

  desk.file('shop-outage.yaml', review('revue/way: half'));
  const wrong = await desk.lifeboat(['drill', runbook, '--auto']);
  expect(wrong.code).toBe(3);
  expect(wrong.stderr + wrong.stdout).toContain('did you mean "review/way"?');

  desk.file('shop-outage.yaml', review('review/way: half'));
  expect((await desk.lifeboat(['drill', runbook, '--auto'])).code).toBe(0);
  expect(factsOf(desk).find(({type}) => type === 'chosen')).toMatchObject({step: 'review/way', branch: 'half'});
});
