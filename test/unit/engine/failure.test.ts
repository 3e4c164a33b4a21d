/** What a failure leads to. */
import {expect, test} from 'vitest';
import {done, failedWith, fakeRunners, lost} from '../../support/fake-runners.ts';
import {
  branch,
  checkStep,
  commandStep,
  decisionStep,
  endStep,
  instructionStep,
  probe,
  runbookOf,
} from '../../support/model.ts';
import {openEngine} from '../../support/open-engine.ts';

const finish = endStep('finish');
const failing = () => fakeRunners({verdict: () => failedWith(3)});
const thrice = {retry: {attempts: 3, delayMs: 10_000, backoff: 2}} as const;

test('an action that may be repeated is tried as often as its author says, later each time, and then held', async () => {
  const run = openEngine(runbookOf([commandStep('vacuum', [], {idempotent: true, ...thrice}), finish]), {
    runners: failing(),
  });
  const tried = async (ms: number) => {
    run.clock.pass(ms);
    await run.settled();
    return run.runners.log.length;
  };
  expect(await tried(0)).toBe(1);
  expect(await tried(9_999)).toBe(1);
  expect(await tried(1)).toBe(2);
  expect(await tried(19_999)).toBe(2);
  expect(await tried(1)).toBe(3);
  expect(await tried(3_600_000)).toBe(3);

  expect(run.told()).toEqual([
    'began vacuum#1',
    'failed vacuum#1, then retry',
    'began vacuum#2',
    'failed vacuum#2, then retry',
    'began vacuum#3',
    'failed vacuum#3, then hold',
  ]);
});

test('an action that may not be repeated is never tried again by itself, whatever stands in the file', async () => {
  const run = openEngine(runbookOf([commandStep('put_back', [], thrice), finish]), {runners: failing()});
  await run.settled();
  run.clock.pass(3_600_000);
  await run.settled();

  expect(run.told()).toEqual(['began put_back#1', 'failed put_back#1, then hold']);
});

test('after a person said again, the tries of the runbook count anew', async () => {
  const run = openEngine(runbookOf([checkStep('is_up', thrice), finish]), {runners: failing()});
  await run.settled();
  for (const ms of [10_000, 20_000]) {
    run.clock.pass(ms);
    await run.settled();
  }
  expect(run.told().at(-1)).toBe('failed is_up#3, then hold');
  run.say({intent: 'retry'});
  await run.settled();

  expect(run.told().at(-1)).toBe('failed is_up#4, then retry');
});

test('the delay between tries stays below a day, however fast it grows', async () => {
  const run = openEngine(
    runbookOf([checkStep('is_up', {retry: {attempts: 20, delayMs: 3_600_000, backoff: 10}}), finish]),
    {runners: failing()},
  );
  await run.settled();
  for (let tries = 1; tries < 20; tries += 1) {
    run.clock.pass(86_400_000);
    await run.settled();
  }
  expect(run.told().at(-1)).toBe('failed is_up#20, then hold');
});

test('a run that waits to try again and is resumed waits only for what is left', async () => {
  const run = openEngine(runbookOf([checkStep('is_up', thrice), finish]), {runners: failing()});
  await run.settled();
  run.clock.pass(8_000);
  const again = run.crash().resume();
  await again.settled();
  expect(again.runners.log).toHaveLength(1);
  again.clock.pass(1_000);
  await again.settled();

  expect(again.runners.log).toHaveLength(2);
});

test('a condition that was true when the step was come to stays so for the tries of the runbook', async () => {
  const when = "run.now < timestamp('2026-11-01T03:01:05Z')";
  const run = openEngine(runbookOf([checkStep('is_up', {...thrice, when}), finish]), {
    runners: fakeRunners({verdict: (_name, before) => (before === 0 ? failedWith(3) : done)}),
  });
  await run.settled();
  run.clock.pass(10_000);
  await run.settled();

  expect(run.told()).not.toContain('not-applicable is_up');
});

test('an author may let a failure pass', async () => {
  const run = openEngine(runbookOf([commandStep('tell_status_page', [], {onFailure: {do: 'continue'}}), finish]), {
    runners: failing(),
  });
  await run.settled();
  expect(run.told()).toEqual([
    'began tell_status_page#1',
    'failed tell_status_page#1, then continue',
    'run-ended recovered',
  ]);
});

test('an author may end the run by a failure, with its reason', async () => {
  const run = openEngine(runbookOf([commandStep('find_backup', [], {onFailure: {do: 'abort'}}), finish]), {
    runners: failing(),
  });
  await run.settled();
  expect(run.told()).toEqual(['began find_backup#1', 'failed find_backup#1, then abort', 'run-ended aborted']);
  expect(run.fact('run-ended')).toMatchObject({step: 'find_backup', reason: 'it ended with exit code 3'});
});

test('an author may lead on to a later step, also out of a branch; what is passed by is not reached', async () => {
  const run = openEngine(
    runbookOf([
      decisionStep(
        'choose_path',
        [
          branch('from_dump', [
            commandStep('restore', [], {onFailure: {do: 'goto', step: 'by_hand'}}),
            commandStep('put_back'),
          ]),
        ],
        {choose: "'from_dump'"},
      ),
      commandStep('compare'),
      instructionStep('by_hand'),
      finish,
    ]),
    {runners: failing()},
  );
  await run.settled();

  expect(run.told().slice(-2)).toEqual(['failed choose_path:from_dump/restore#1, then goto', 'asked by_hand#1']);
  const statusOf = (path: string) => run.state.steps.get(path)?.status;
  expect(statusOf('choose_path')).toBe('left');
  expect(statusOf('choose_path:from_dump/put_back')).toBe('not-reached');
  expect(statusOf('compare')).toBe('not-reached');
});

test('an action of which nobody knows how it ended has failed when it may be repeated, and is unknown when not', async () => {
  const twice = {retry: {attempts: 2, delayMs: 0, backoff: 1}} as const;
  const timedOut = fakeRunners({verdict: () => lost()});
  const repeatable = openEngine(runbookOf([commandStep('vacuum', [], {idempotent: true, ...twice}), finish]), {
    runners: timedOut,
  });
  const once = openEngine(runbookOf([commandStep('put_back', [], twice), finish]), {
    runners: fakeRunners({verdict: () => lost()}),
  });
  await repeatable.settled();
  await once.settled();

  expect(repeatable.told()).toEqual([
    'began vacuum#1',
    'failed vacuum#1, then retry',
    'began vacuum#2',
    'failed vacuum#2, then hold',
  ]);
  expect(once.told()).toEqual(['began put_back#1', 'unknown put_back#1']);
});

test('checks poll for their time and never repeat the action; the first, a changed and the last answer are facts', async () => {
  const answers = [failedWith(3, '2 rows miss'), failedWith(3, '2 rows miss'), failedWith(3, '1 row misses')];
  const runners = fakeRunners({
    verdict: (name, before) => (name.includes('?') ? (answers[before] ?? failedWith(3, '1 row misses')) : done),
  });
  const verify = [probe('rows_back', {withinMs: 5_000})];
  const run = openEngine(runbookOf([commandStep('put_back', [], {verify}), finish]), {runners});
  for (let second = 0; second < 10; second += 1) {
    await run.settled();
    run.clock.pass(1_000);
  }

  expect(runners.times('put_back#1')).toBe(1);
  expect(runners.times('put_back#1? rows_back')).toBe(6);
  expect(run.told()).toEqual([
    'began put_back#1',
    'performed put_back#1',
    'probed put_back#1 verify rows_back fails',
    'probed put_back#1 verify rows_back fails',
    'probed put_back#1 verify rows_back fails',
    'failed put_back#1, then hold',
  ]);
  expect(run.fact('probed').tries).toBe(6);
});
