/** Deadlines, reminders, calls and expiries come with time, once each, and decide nothing. */
import {expect, test} from 'vitest';
import type {Fact} from '../../../src/run/event.ts';
import {failedWith, fakeRunners} from '../../support/fake-runners.ts';
import {
  approvalStep,
  assertStep,
  commandStep,
  endStep,
  instructionStep,
  milestoneStep,
  runbookOf,
} from '../../support/model.ts';
import {type OpenEngine, openEngine} from '../../support/open-engine.ts';

const finish = endStep('finish');
const minuteMs = 60_000;

const minutesOf = (run: OpenEngine, type: Fact['type']): readonly number[] => {
  const startMs = run.state.startedAtMs ?? 0;
  return run
    .facts()
    .flatMap(fact => (fact.type === type ? [Math.round((Date.parse(fact.at) - startMs) / minuteMs)] : []));
};

const pass = async (run: OpenEngine, minutes: number): Promise<void> => {
  for (let minute = 0; minute < minutes; minute += 1) {
    run.clock.pass(minuteMs);
    await run.settled();
  }
};

test('a deadline that nobody acknowledged passes once, and one that was acknowledged does not', async () => {
  const deadline = {withinMs: 15 * minuteMs, after: 'declaration', role: 'approver'} as const;
  const run = openEngine(
    runbookOf([instructionStep('look'), finish], {
      deadlines: [
        {...deadline, id: 'tell_users', text: 'Tell the users'},
        {...deadline, id: 'tell_board', text: 'Tell the board'},
      ],
    }),
  );
  expect(run.say({intent: 'acknowledge', value: 'tell_nobody'})).toMatchObject({accepted: false});
  run.say({intent: 'acknowledge', value: 'tell_board'});
  await pass(run, 30);
  expect(run.facts().filter(({type}) => type === 'due')).toMatchObject([
    {id: 'tell_users', what: 'deadline', role: 'approver'},
  ]);
  expect(minutesOf(run, 'due')).toEqual([15]);
});

test('a reminder comes again and again until its instant is reached', async () => {
  const run = openEngine(
    runbookOf([instructionStep('look'), milestoneStep('restored'), instructionStep('tidy'), finish], {
      reminders: [{id: 'update', everyMs: 10 * minuteMs, until: 'service_restored', text: 'Next public update'}],
    }),
  );
  await pass(run, 25);
  run.say({intent: 'done', step: 'look'});
  await run.settled();
  await pass(run, 25);
  expect(minutesOf(run, 'due')).toEqual([10, 20]);
});

test('what came while nobody ran the program is said when it is run again, a reminder once', async () => {
  const run = openEngine(
    runbookOf([instructionStep('look'), finish], {
      reminders: [{id: 'update', everyMs: 10 * minuteMs, until: 'service_restored', text: 'Next public update'}],
    }),
  );
  await run.settled();
  const {resume} = run.crash();
  run.clock.pass(35 * minuteMs);
  const again = resume();
  await again.settled();
  await pass(again, 6);
  const times = again
    .facts()
    .flatMap(fact => (fact.type === 'due' ? [Date.parse(fact.time) - (again.state.startedAtMs ?? 0)] : []));
  expect(times.map(ms => ms / minuteMs)).toEqual([30, 40]);
});

test('a held step calls somebody after its time, once an attempt, and stays held', async () => {
  const run = openEngine(
    runbookOf([commandStep('copy', ['copy'], {escalate: {afterMs: 10 * minuteMs, to: 'approver'}}), finish]),
    {
      runners: fakeRunners({verdict: () => failedWith(3)}),
    },
  );
  await run.settled();
  await pass(run, 25);
  expect(minutesOf(run, 'escalated')).toEqual([10]);
  run.say({intent: 'retry', step: 'copy'});
  await run.settled();
  await pass(run, 11);
  expect(minutesOf(run, 'escalated')).toEqual([10, 35]);
  expect(run.state.steps.get('copy')?.status).toBe('held');
});

test('a step that is come to again after going back is waited for afresh', async () => {
  const same = assertStep('same', "'12' == '13'", {escalate: {afterMs: 10 * minuteMs, to: 'approver'}});
  const run = openEngine(runbookOf([instructionStep('count'), same, finish]));
  run.say({intent: 'done', step: 'count'});
  await pass(run, 8);
  run.say({intent: 'undo_to', step: 'same', value: 'count'});
  run.say({intent: 'done', step: 'count'});
  run.say({intent: 'retry', step: 'count'});
  run.say({intent: 'done', step: 'count'});
  await pass(run, 12);
  expect(run.told().filter(told => told.startsWith('failed'))).toEqual([
    'failed same#1, then hold',
    'failed same#2, then hold',
  ]);
  expect(minutesOf(run, 'escalated')).toEqual([18]);
});

test('an approval that nobody answers is asked again and calls whose go it takes; it is never decided', async () => {
  const run = openEngine(runbookOf([approvalStep('may_we', 2, {expiresMs: 5 * minuteMs}), finish]));
  run.say({intent: 'approve', actor: 'Dana Fox'});
  await pass(run, 6);
  expect(minutesOf(run, 'expired')).toEqual([5]);
  expect(run.engine.prompts()).toMatchObject([{step: 'may_we', attempt: 2, kind: 'approval'}]);
  // A go for the question of before does not count for the new one.
  expect(run.state.steps.get('may_we')?.approvals).toEqual([]);
  run.say({intent: 'approve', actor: 'Dana Fox'});
  run.say({intent: 'approve', actor: 'Ravi Rao', value: 'Ravi Rao'});
  await run.settled();
  expect(run.state.steps.get('may_we')?.status).toBe('succeeded');
});

test('what is left behind makes the outcome one with exceptions, until the step that lifts it has run', async () => {
  const temporary = {liftedBy: 'lift', withinMs: 24 * 60 * minuteMs};
  const limit = commandStep('limit', ['limit'], {temporary, role: 'db_operator'});
  const open = openEngine(runbookOf([limit, endStep('finish'), commandStep('lift', ['lift'])]));
  await open.settled();
  expect(open.state.outcome).toBe('recovered-with-exceptions');
  const lifted = openEngine(runbookOf([limit, commandStep('lift', ['lift']), finish]));
  await lifted.settled();
  expect(lifted.state.outcome).toBe('recovered');
});

test('whoever is asked something last, with nothing else going on, is called after its time all the same', async () => {
  const escalate = {afterMs: 20 * minuteMs, to: 'approver'};
  const run = openEngine(runbookOf([instructionStep('look'), instructionStep('tell_users', [], {escalate}), finish]));
  run.say({intent: 'done', step: 'look'});
  await run.settled();
  run.clock.pass(25 * minuteMs);
  expect(minutesOf(run, 'escalated')).toEqual([20]);
});

const tellUsers = {id: 'tell_users', withinMs: 15 * minuteMs, after: 'declaration', text: 'Tell the users'} as const;

test.each([-120, 120])('a deadline comes at its time when the wall clock is set by %i minutes', async byMinutes => {
  const run = openEngine(runbookOf([instructionStep('look'), finish], {deadlines: [tellUsers]}));
  await pass(run, 5);
  run.clock.set(byMinutes * minuteMs);
  await pass(run, 9);
  expect(run.told()).not.toContain('due');
  await pass(run, 1);

  expect(run.told().slice(-2)).toEqual(['clock-jumped', 'due']);
  expect(run.fact('clock-jumped')).toMatchObject({byMs: byMinutes * minuteMs, against: 'boot'});
  expect((run.nowMs() - (run.state.startedAtMs ?? 0)) / minuteMs).toBe(15);
});

test('a deadline that came while the host slept is seen within a minute of its waking', async () => {
  const run = openEngine(runbookOf([instructionStep('look'), finish], {deadlines: [tellUsers]}));
  await pass(run, 5);
  run.clock.sleep(60 * minuteMs);
  await pass(run, 1);

  expect(run.told().at(-1)).toBe('due');
  expect(run.state.clockJumps).toEqual([]);
});

test('an answer that is given after the clock was set is not the first thing that is recorded of it', async () => {
  const run = openEngine(runbookOf([instructionStep('look'), finish]));
  await pass(run, 5);
  run.clock.set(-120 * minuteMs);
  run.say({intent: 'done', step: 'look'});
  await run.settled();

  expect(run.told().slice(0, 3)).toEqual(['asked look#1', 'clock-jumped', 'succeeded look#1']);
  expect(run.state.steps.get('look')?.waitingMs).toBe(5 * minuteMs);
});
