/** Another program drives a run over standard input; and one run goes from the screen over the plain face to such a program. */
import {expect, test} from 'vitest';
import {driveRun} from '../support/driven-run.ts';
import {expectNoStackTrace, factsOf, typesOf} from '../support/lifeboat.ts';
import {outageDesk} from '../support/small-runbook.ts';

const threeHands = `
  - id: look
    title: Look at the shop
    instruction: Is the lamp on?
  - id: call
    title: Call the provider
    instruction: {do: Call them, checklist: [Give the number, Ask how long]}
  - id: go
    title: Go on
    approval: {ask: "Switch over?", from: [approver]}
`;

test('a run is started on the screen, left, gone on with line by line, and brought to its end by another program', async () => {
  const {desk, runbook} = outageDesk(threeHands);
  const screen = desk.terminal(['run', runbook, '--as', 'Ada Lovelace']);
  await screen.shows('Is the lamp on?');
  await screen.shows('Enter says that it is done');
  await screen.shows('done  c cannot');
  screen.press('enter');
  await screen.shows('Give the number');
  screen.press('ctrl-c', 'ctrl-c');
  expect((await screen.exited).code).toBe(130);

  const plain = desk.terminal(['resume', '--plain', '--as', 'Ada Lovelace']);
  await plain.shows('Call the provider: to answer');
  plain.type('tick 1\r');
  await plain.shows('item 1 is ticked by Ada Lovelace');
  plain.press('\x04');
  expect((await plain.exited).code).toBe(7);

  const other = driveRun(desk, ['resume', '--as', 'Ada Lovelace']);
  expect(await other.wants('call')).toMatchObject({
    attempt: 1,
    kind: 'instruction',
    ask: 'Call them',
    moves: ['tick', 'done', 'cannot', 'skip', 'escalate', 'abort'],
    checklist: [
      {text: 'Give the number', ticked: true},
      {text: 'Ask how long', ticked: false},
    ],
  });
  other.send({intent: 'tick', step: 'call', value: 1, actor: 'Alan Turing'});
  expect(await other.hears({type: 'ticked', index: 1})).toMatchObject({actor: {name: 'Alan Turing', via: 'json'}});
  other.send({intent: 'done', step: 'call', attempt: 1});
  expect(await other.hears({type: 'succeeded', step: 'call'})).toMatchObject({
    actor: {name: 'Ada Lovelace', via: 'json'},
  });
  other.send({intent: 'approve', step: 'go', actor: 'Grace Hopper'});
  await other.hears({type: 'approved', by: 'Grace Hopper', role: 'approver', proof: 'typed'});
  await other.hears({type: 'sealed'});
  expect((await other.started.ended).code).toBe(0);
});

test('what cannot be taken is refused with a sentence and leaves the record as it was', async () => {
  const {desk, runbook} = outageDesk(threeHands);
  const run = driveRun(desk, ['run', runbook, '--as', 'Ada Lovelace']);
  await run.hears({type: 'asked', step: 'look'});
  const before = factsOf(desk).length;
  run.send('{"intent":"done"');
  await run.hears({type: 'refused', intent: null, why: 'That line is no JSON object; an intent is one, on one line.'});
  run.send({intent: 'dune'});
  await run.hears({type: 'refused', intent: 'dune', why: 'This version knows no intent "dune"; did you mean "done"?'});
  run.send({intent: 'done', at: 'look'});
  await run.hears({type: 'refused', intent: 'done'});
  run.send('x'.repeat(100_000));
  await run.hears({type: 'refused', why: 'That line is too long; 65536 bytes are read.'});
  run.send({intent: 'done', step: 'call'});
  await run.hears({type: 'refused', intent: 'done', step: 'call', why: 'call is not being asked now.'});
  run.send({intent: 'done', step: 'look', attempt: 7});
  await run.hears({type: 'refused', step: 'look', why: 'That was about attempt 7; attempt 1 is being asked now.'});
  expect(factsOf(desk)).toHaveLength(before);
  run.send({intent: 'cannot', step: 'look', attempt: 1, reason: 'The street is closed'});
  await run.hears({type: 'failed', step: 'look'});
  run.send({intent: 'retry', step: 'look'});
  await run.hears({type: 'asked', step: 'look', attempt: 2});
  run.send({intent: 'done', step: 'look', attempt: 1});
  await run.hears({type: 'refused', why: 'That was about attempt 1; attempt 2 is being asked now.'});
  expectNoStackTrace(await run.close());
});

test('when its input ends the run goes on until a person is needed, and is then left to be resumed', async () => {
  const {desk, runbook} = outageDesk(threeHands);
  const run = driveRun(desk, ['run', runbook]);
  await run.hears({type: 'asked', step: 'look'});
  const {code, stderr} = await run.close();
  expect(code).toBe(7);
  expect(stderr).toContain('a person is needed for look (instruction)');
  expect(
    factsOf(desk)
      .slice(-2)
      .map(({type}) => type),
  ).toEqual(['session-closed', 'sealed']);
  expect(typesOf(desk, 'look')).toEqual(['asked']);
});

test('unattended it takes no word from standard input', async () => {
  const {desk, runbook} = outageDesk(threeHands);
  const {code, stdout} = await desk.lifeboat(['run', runbook, '--json', '--auto'], {
    input: '{"intent":"done","step":"look"}\n{"intent":"abort","reason":"enough"}\n',
  });
  expect(code).toBe(7);
  expect(stdout).not.toContain('refused');
  expect(typesOf(desk, 'look')).toEqual(['asked']);
});
