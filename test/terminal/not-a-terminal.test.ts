/** Without a terminal: prepared answers, other programs, dumb terminals. Line by line, and never stuck waiting for a person. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {controlsIn, expectRefusal, factsOf, typedName} from '../support/lifeboat.ts';
import {outageDesk} from '../support/small-runbook.ts';

const questions = `
  - id: way
    title: Choose the way back
    decision:
      ask: Which copy is newer?
      branches: {disk: The one on the disk, tape: The one on the tape}
  - id: may_we
    title: Go or no-go
    approval: {ask: "May the shop be restored?", from: [approver]}
  - id: tell
    title: Tell the people
    instruction: {do: Say that the shop is back., checklist: [Support knows, The status page says so]}
`;

const answers = 'way: tape\nmay_we: Grace Hopper\ntell: done\n';

test('without a person the run stops at the first question, names it, and can be resumed with answers', async () => {
  const {desk, runbook} = outageDesk(questions);
  const held = await desk.lifeboat(['run', runbook]);
  expect(held).toMatchObject({code: 7, stderr: ''});
  expect(held.stdout).toContain('The run is held: a person is needed for way (decision).');
  expect(held.stdout).toContain(`Go on with: ${typedName} resume ${desk.runs()[0]}`);

  const resumed = await desk.lifeboat(['resume', '--answers', desk.file('answers.yaml', answers)]);
  expect(resumed).toMatchObject({code: 0, stderr: ''});
  expect(resumed.stdout).toContain('INCIDENT The shop is down: recovered, with exceptions.');
  expect(factsOf(desk).find(({type}) => type === 'approved')).toMatchObject({by: 'Grace Hopper', proof: 'typed'});
});

test('an answer that is missing holds the run there; one that names no branch is refused before a run begins', async () => {
  const {desk, runbook} = outageDesk(questions);
  const few = await desk.lifeboat(['run', runbook, '--answers', desk.file('few.yaml', 'way: tape')]);
  expect(few.code).toBe(7);
  expect(few.stdout).toContain('a person is needed for may_we (approval)');

  const wrong = await desk.lifeboat(['run', runbook, '--answers', desk.file('wrong.yaml', 'way: moon')]);
  expectRefusal(wrong, 2, /answers way with "moon", which is none of its ways/);
  expect(desk.runs()).toHaveLength(1);
});

test('nobody approves their own run, not even in answers', async () => {
  const {desk, runbook} = outageDesk(questions);
  const file = desk.file('own.yaml', 'way: tape\nmay_we: ada');
  const ended = await desk.lifeboat(['run', runbook, '--as', 'Ada', '--answers', file]);
  expect(ended.code).toBe(7);
  expect(ended.stdout).toContain('a person is needed for may_we (approval)');
});

test('answers for steps that the runbook does not have are refused, so that a typing error is not found at night', async () => {
  const {desk, runbook} = outageDesk(questions);
  const file = desk.file('odd.yaml', `${answers}may_wee: Grace Hopper\n`);
  expectRefusal(await desk.lifeboat(['run', runbook, '--answers', file]), 2, /may_wee[\s\S]*did you mean "may_we"/);
  expect(desk.runs()).toEqual([]);
});

test('a no-go with a reason ends where the author said, and is no success', async () => {
  const {desk, runbook} = outageDesk(questions.replace('from: [approver]}', 'from: [approver], on_no_go: abort}'));
  const file = desk.file('no.yaml', 'way: tape\nmay_we: {value: no-go, reason: not tonight, by: Grace Hopper}');
  const ended = await desk.lifeboat(['run', runbook, '--answers', file]);
  expect(ended.code).toBe(6);
  expect(ended.stdout).toContain('not tonight');
});

test('with --json every line of standard output is a fact or what is wanted, and nothing else', async () => {
  const {desk, runbook} = outageDesk(questions);
  const ended = await desk.lifeboat(['run', runbook, '--json', '--answers', desk.file('answers.yaml', answers)]);
  expect(ended.code).toBe(0);
  const lines: readonly {
    readonly type: string;
    readonly prompts?: readonly object[];
    readonly times?: {readonly why: readonly string[]};
  }[] = ended.stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(lines.filter(({type}) => type !== 'wanted')).toEqual(factsOf(desk));
  expect(lines.find(({prompts}) => prompts?.length === 1)).toMatchObject({
    type: 'wanted',
    prompts: [
      {
        step: 'way',
        attempt: 1,
        kind: 'decision',
        ask: 'Which copy is newer?',
        moves: expect.arrayContaining(['choose', 'abort']),
        options: [{name: 'disk'}, {name: 'tape'}],
      },
    ],
    times: {rtoMs: 3_600_000},
  });
  // A session is opened once, and the first times that are said say so.
  const whys = lines.flatMap(({times}) => (times === undefined ? [] : [times.why]));
  expect(whys.map(why => why.includes('session'))).toEqual(whys.map((_, place) => place === 0));
});

test('a run that is held says how to go on on standard error with --json, so that standard output stays facts', async () => {
  const {desk, runbook} = outageDesk(questions);
  const ended = await desk.lifeboat(['run', runbook, '--json']);
  expect(ended.code).toBe(7);
  expect(() =>
    ended.stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line)),
  ).not.toThrow();
  expect(ended.stderr).toContain(`Go on with: ${typedName} resume`);
});

test('no colours, no escapes and no spinner reach a pipe', async () => {
  const {desk, runbook} = outageDesk(questions);
  const ended = await desk.lifeboat(['run', runbook, '--answers', desk.file('answers.yaml', answers)], {
    env: {FORCE_COLOR: '3'},
  });
  expect(controlsIn(ended.stdout)).toEqual([]);
});

test('output of steps cannot write to the terminal', async () => {
  const {desk, runbook} = outageDesk(`
  - id: show
    title: Show the files
    estimate: 1m
    command: [printf, '\\033[2Jall is well\\r\\007']
`);
  const ended = await desk.lifeboat(['run', runbook]);
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain('all is well');
  expect(controlsIn(ended.stdout)).toEqual([]);
});

test('a terminal that is dumb gets lines to read and words to type', async () => {
  const {desk, runbook} = outageDesk(questions);
  const terminal = desk.terminal(['run', runbook], {env: {TERM: 'dumb'}, columns: 120});
  await terminal.shows('Which copy is newer?');
  expect(terminal.isAlternateScreen()).toBe(false);
  terminal.type('choose 2');
  terminal.press('enter');
  await terminal.shows('May the shop be restored?');
  terminal.type('approve Grace Hopper');
  terminal.press('enter');
  await terminal.shows('The status page says so');
  for (const answer of ['tick 1', 'tick 2', 'done']) {
    terminal.type(answer);
    terminal.press('enter');
  }
  await terminal.shows('Journal: ');
  expect((await terminal.exited).code).toBe(0);
});

test('--plain on a good terminal does the same', async () => {
  const {desk, runbook} = outageDesk(questions);
  const terminal = desk.terminal(['run', runbook, '--plain'], {columns: 120});
  await terminal.shows('Which copy is newer?');
  expect(terminal.isAlternateScreen()).toBe(false);
  terminal.type('no idea');
  terminal.press('enter');
  await terminal.shows(/choose/);
  terminal.press('ctrl-c');
  expect((await terminal.exited).code).toBe(130);
});

test('the state directory is made when a run begins, and for nobody else', async () => {
  const {desk, runbook} = outageDesk('');
  await desk.lifeboat(['runs']);
  expect(existsSync(desk.state)).toBe(false);
  const other = join(desk.directory, 'other');
  expect((await desk.lifeboat(['run', runbook, '--state', other])).code).toBe(0);
  expect(existsSync(desk.state)).toBe(false);
  expect(existsSync(join(other, 'runs'))).toBe(true);
});
