/** Several drills one after another: each to its end, what is lacking said before, and the worst of them as the exit code. */
import {expect, test} from 'vitest';
import {expectNothingLeft} from '../support/drills.ts';
import {type Desk, eventually, expectRefusal, factsOf, makeDesk} from '../support/lifeboat.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const steps = `
  - {id: call, title: Call the team, instruction: Call the team together.}
  - id: way
    title: Choose a way
    decision: {ask: Which site?, branches: {first_site: The first one, second_site: The second one}}
`;

/** One at a table with two variants, of which one does not say which way to take. */
const atTable = (id: string): string =>
  smallRunbook(
    steps,
    `drill:
  lab: none
  answers: {call: done, way: first_site}
  variants:
    other_site: {title: The other site, answers: {way: second_site}}
    no_answer: {answers: {call: cannot}}`,
  ).replace('shop-outage', id);

const lacking = smallRunbook(
  '\n  - {id: fence, title: Fence the host, effects: read, command: [no-such-fence, "off"]}\n',
  'drill: {lab: postgres, fault: {delete_rows: {table: payments, where: "true"}}}',
).replace('shop-outage', 'host-fenced');

const desk = (): Desk => {
  const made = makeDesk();
  made.file('plan.yaml', smallPlan);
  made.file('shop-outage.yaml', atTable('shop-outage'));
  made.file('host-fenced.yaml', lacking);
  return made;
};

const lastLines = (stdout: string): readonly string[] => stdout.slice(stdout.lastIndexOf('Drills:')).trim().split('\n');

test('with --all every variant of a runbook is drilled, and one that needs an answer has not passed', async () => {
  const at = desk();
  const {code, stdout} = await at.lifeboat(['drill', '--all', '--auto', 'shop-outage']);
  expect(lastLines(stdout)).toEqual([
    'Drills: 2 of 3 passed, 1 failed.',
    expect.stringMatching(
      /^ {2}passed: shop-outage \(RTA less than 1 second of 1 hour; RPA not measured; run \w{6}\)$/,
    ),
    expect.stringMatching(/^ {2}passed: shop-outage:other_site \(/),
    expect.stringMatching(/^ {2}FAILED: shop-outage:no_answer \(ended: a person is needed for call \(held\); /),
  ]);
  expect(code).toBe(4);
  expect(stdout).toContain('Drill 2 of 3: shop-outage:other_site.');
  expect(stdout).toContain('DRILL The shop is down, variant other_site: recovered.');
  // Nobody will come back to it: the record is closed.
  expect(factsOf(at).map(({type}) => type)).toEqual(expect.arrayContaining(['run-ended', 'drill-judged', 'sealed']));
  expect((await at.lifeboat(['resume'])).stdout).toContain('There is no interrupted run');
  const listed = JSON.parse((await at.lifeboat(['runs', '--json'])).stdout);
  // Runs of one second have no order among themselves.
  expect(new Set(listed.map((run: {variant?: string}) => run.variant))).toEqual(
    new Set([undefined, 'other_site', 'no_answer']),
  );
});

test('what a drill lacks is said before the first begins, the others go on, and the whole has not passed', async () => {
  const at = desk();
  const wanted = ['host-fenced', 'shop-outage:other_sight', 'shop-outage:other_site'];
  const {code, stdout, stderr} = await at.lifeboat(['drill', ...wanted, '--auto', '--json']);
  expect(stderr).toContain('host-fenced is not run. no-such-fence is not here; step fence needs it.');
  expect(stderr).toContain('did you mean "other_site"?');
  const said = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(said[0]).toEqual({type: 'drill', number: 3, of: 3, runbook: 'shop-outage', variant: 'other_site'});
  expect(said[1]).toMatchObject({type: 'run-started', variant: 'other_site'});
  expect(said.at(-1)).toMatchObject({
    type: 'drills',
    passed: false,
    exit: 2,
    drills: [
      {result: 'not-run', runbook: 'host-fenced', variant: null, exit: 2},
      {result: 'not-run', runbook: 'shop-outage', variant: 'other_sight', exit: 2},
      {result: 'passed', runbook: 'shop-outage', variant: 'other_site', exit: 0, run: at.runs()[0]},
    ],
    withoutDrill: [],
  });
  expect(code).toBe(2);
});

test('one drill says too what it lacks, before it builds anything', async () => {
  const at = desk();
  expectRefusal(await at.lifeboat(['drill', 'host-fenced', '--auto']), 2, 'no-such-fence is not here; step fence');
  expect(at.runs()).toEqual([]);
  expectNothingLeft(at);
});

test('several need nobody, and somebody at a terminal has to say so', async () => {
  const at = desk();
  const terminal = at.terminal(['drill', 'shop-outage', 'shop-outage:other_site']);
  await terminal.shows('Add --auto.');
  expect((await terminal.exited).code).toBe(2);
  expectRefusal(await at.lifeboat(['drill', '--auto']), 2, 'Which runbook is drilled?');
  expectRefusal(await at.lifeboat(['drill', 'a', 'b', '--variant', 'c']), 2, '--variant is for one drill.');
  expect(at.runs()).toEqual([]);
});

test('Ctrl-C stops the step that runs, takes the lab down, closes the record and begins no other', {
  timeout: 60_000,
}, async () => {
  const at = desk();
  const slow = '\n  - {id: copy, title: Copy it all, effects: read, command: [sleep, "600"]}\n';
  const drill = 'drill: {lab: postgres, fault: {delete_rows: {table: payments, where: "id < 9"}}}';
  at.file('long-copy.yaml', smallRunbook(slow, drill).replace('shop-outage', 'long-copy'));
  const program = at.start(['drill', 'long-copy', 'shop-outage', '--auto', '--scale', '100']);
  await eventually(program.stdout, 45_000).toContain('Copy it all: began');
  program.child.kill('SIGINT');
  const {code, stdout} = await program.ended;
  expect(lastLines(stdout)).toEqual([
    'Drills: 0 of 2 passed, 1 stopped, 1 not run.',
    expect.stringMatching(/^ {2}STOPPED: long-copy \(ended: the program got SIGINT; /),
    '  NOT RUN: shop-outage (It was stopped before.)',
  ]);
  expect(code).toBe(130);
  expectNothingLeft(at);
  expect(factsOf(at).map(({type}) => type)).toEqual(expect.arrayContaining(['stop-requested', 'run-ended', 'sealed']));
  expect((await at.lifeboat(['verify', at.runs()[0] ?? ''])).code).toBe(0);
});
