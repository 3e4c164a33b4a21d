/** Deadlines and reminders stand on the screen while they are near, and as long as nobody has dealt with them. */
import {expect, test} from 'vitest';
import type {EventName} from '../../../../src/run/event.ts';
import {dueLines} from '../../../../src/tui/lines/due-lines.ts';
import {endStep, instructionStep, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const declaration: EventName = 'declaration';
const opened = async () => {
  const run = openEngine(
    runbookOf([instructionStep('look'), endStep('finish')], {
      deadlines: [{id: 'regulator', withinMs: 3_600_000, after: declaration, text: 'Tell the regulator.'}],
      reminders: [
        {id: 'update', everyMs: 1_200_000, until: 'service_restored', role: 'approver', text: 'Tell support.'},
      ],
    }),
  );
  await run.settled();
  return run;
};
const linesOf = ({state, clock}: Awaited<ReturnType<typeof opened>>): string =>
  dueLines({state, nowMs: clock.nowMs()}, {width: 300})
    .map(line => line.map(({text}) => text).join(''))
    .join('\n');

test('a deadline is said a quarter of an hour before it, in red once it has passed, and until somebody has dealt with it', async () => {
  const run = await opened();
  expect(linesOf(run)).toBe('');
  run.clock.pass(50 * 60_000);
  await run.settled();
  expect(linesOf(run)).toMatch(/^By \d\d:\d\d UTC: Tell the regulator\. Once done :acknowledge regulator$/m);
  run.clock.pass(15 * 60_000);
  await run.settled();
  expect(linesOf(run)).toMatch(/^DEADLINE PASSED \d\d:\d\d UTC: Tell the regulator\. Once done/m);
  run.say({intent: 'acknowledge', value: 'regulator'});
  await run.settled();
  expect(linesOf(run)).not.toContain('regulator');
});

test('a reminder stands there for two minutes', async () => {
  const run = await opened();
  run.clock.pass(20 * 60_000);
  await run.settled();
  expect(linesOf(run)).toMatch(/^Reminder of \d\d:\d\d UTC: Tell support\. \(approver\)$/);
  run.clock.pass(3 * 60_000);
  await run.settled();
  expect(linesOf(run)).toBe('');
});
