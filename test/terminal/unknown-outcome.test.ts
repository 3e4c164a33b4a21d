/** Everything killed at once, as a power cut does it: nobody can say how the action ended, and nothing guesses. */
import {expect, test} from 'vitest';
import {cutThePower, gated, gateOf} from '../support/gates.ts';
import {eventually, expectNoStackTrace, factsOf, typesOf} from '../support/lifeboat.ts';
import {marksOf, outageDesk} from '../support/small-runbook.ts';

test('when everything was killed, an action that must not be repeated is unknown, and a person is asked', async () => {
  const {desk, runbook} = outageDesk(gated('copy'));
  gateOf(desk, 'copy');
  const program = desk.start(['run', runbook]);
  await eventually(() => marksOf(desk)).toEqual(['copy began']);
  await cutThePower(desk, program);

  const unattended = await desk.lifeboat(['resume']);
  expect(unattended.code).toBe(7);
  expect(unattended.stdout).toContain('a person is needed for copy (unknown)');
  expectNoStackTrace(unattended);
  expect(marksOf(desk)).toEqual(['copy began']);

  const terminal = desk.terminal(['resume']);
  await terminal.shows('OUTCOME UNKNOWN');
  await terminal.shows('d done  n again  w wait  a stop here');
  terminal.press('d');
  await terminal.shows('Esc');
  terminal.type('the files are there, all 17');
  terminal.press('enter');
  await terminal.shows('q quit');
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
  expect(marksOf(desk)).toEqual(['copy began']);
  expect(typesOf(desk, 'copy')).toEqual(['began', 'unknown', 'resolved', 'succeeded']);
  expect(factsOf(desk).find(({type}) => type === 'resolved')).toMatchObject({as: 'done', by: 'person'});
});

test('an action that may be repeated is run again, and said so', async () => {
  const {desk, runbook} = outageDesk(gated('copy', 'idempotent: true'));
  const gate = gateOf(desk, 'copy');
  const program = desk.start(['run', runbook]);
  await eventually(() => marksOf(desk)).toEqual(['copy began']);
  await cutThePower(desk, program);

  const resumed = desk.start(['resume']);
  await eventually(() => marksOf(desk)).toEqual(['copy began', 'copy began']);
  gate.open();
  expect((await resumed.ended).code).toBe(0);
  expect(typesOf(desk, 'copy')).toEqual(['began', 'unknown', 'resolved', 'began', 'succeeded']);
  expect(factsOf(desk).find(({type}) => type === 'resolved')).toMatchObject({as: 'again', by: 'rule'});
});

test.each([
  {there: true, as: 'done', begun: 1},
  {there: false, as: 'again', begun: 2},
])('done_when decides that an unknown outcome is $as', async ({there, as, begun}) => {
  const probe = '{command: {run: [test, -e, copied], cwd: "${inputs.folder}"}, expect: "exit == 0"}';
  const {desk, runbook} = outageDesk(gated('copy', `done_when: [${probe}]`));
  const gate = gateOf(desk, 'copy');
  const program = desk.start(['run', runbook]);
  await eventually(() => marksOf(desk)).toEqual(['copy began']);
  await cutThePower(desk, program);
  if (there) {
    desk.file('copied', 'all of it');
  }

  const resumed = desk.start(['resume']);
  if (!there) {
    await eventually(() => marksOf(desk)).toHaveLength(2);
    gate.open();
  }
  expect((await resumed.ended).code).toBe(0);
  expect(marksOf(desk).filter(mark => mark === 'copy began')).toHaveLength(begun);
  expect(factsOf(desk).find(({type}) => type === 'resolved')).toMatchObject({as, by: 'probe'});
});
