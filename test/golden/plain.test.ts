/** The plain face of a run, as a screen reader would speak it: told runs → test/golden/report/*.txt, reviewed as text. */
import {expect, test} from 'vitest';
import {eventLines, indented} from '../../src/report/event-line.ts';
import {printedLines} from '../../src/report/printed-lines.ts';
import {promptLines} from '../../src/report/prompt-line.ts';
import {summarise, summaryLines} from '../../src/report/summary.ts';
import {apply, notStarted} from '../../src/run/fold.ts';
import {deletion} from '../support/deletion-sample.ts';
import {run, type ToldRun} from '../support/run.ts';
import {toldSession} from '../support/told-session.ts';

/** Each fact after it was folded, as the plain face prints it while a run goes on, and the summary at the end. */
const plainFace = (told: ToldRun): string => {
  const state = notStarted(deletion.outline);
  const lines = told.facts.flatMap(fact => {
    apply(state, fact);
    return eventLines(fact, state);
  });
  const summary = summarise(state, {
    nowMs: told.lastMs,
    head: 'fern otter lamp dune',
    journal: '/home/ada/.local/state/lifeboat/runs/20261123t024700z-accidental-deletion-k7q2xw/journal.jsonl',
  });
  return `${[...lines, '', ...summaryLines(summary)].join('\n')}\n`;
};

test('a drill that goes well, from the first line to the last', async () => {
  const told = run(deletion, [
    '0s start',
    '1s asked tell_people',
    '20s ticked tell_people 0',
    '30s ticked tell_people 1',
    '40s ticked tell_people 2',
    '1m succeeded tell_people',
    '1m1s began stop_writes',
    '1m5s performed stop_writes',
    '1m6s probed stop_writes verify 0 ok 0 sessions',
    '1m7s probed stop_writes verify 1 ok none',
    '1m8s succeeded stop_writes',
    '1m9s asked choose_path',
    '2m chosen choose_path point_in_time',
    '2m1s began choose_path:point_in_time/restore',
    '14m succeeded choose_path:point_in_time/restore',
    '14m1s began choose_path:point_in_time/replay_wal',
    '20m succeeded choose_path:point_in_time/replay_wal recovery-point',
    '20m succeeded choose_path',
    '20m1s asked allow_repair',
    '24m approved allow_repair Grace Hopper',
    '24m succeeded allow_repair',
    '24m1s probed put_back requires 0 ok 1204 rows',
    '24m1s asked put_back',
    '25m confirmed put_back ticketing',
    '25m1s began put_back',
    '27m performed put_back',
    '27m5s probed put_back verify 0 ok 0 rows lost',
    '27m6s succeeded put_back',
    '27m6s succeeded verified',
    '27m7s succeeded serving',
    '27m8s ended recovered-with-exceptions done',
    '27m9s judged passed',
    '27m9s sealed',
  ]);
  await expect(plainFace(told)).toMatchFileSnapshot('report/plain-drill.txt');
});

test('an incident in which everything goes wrong once', async () => {
  const told = run(
    deletion,
    [
      '0s start',
      '1s asked tell_people',
      '10s skipped tell_people the channel is down too',
      '11s began stop_writes',
      '15s failed stop_writes the role "app" does not exist',
      '1m retried stop_writes',
      '1m1s began stop_writes',
      '2m unknown stop_writes the host restarted',
      '3m resolved stop_writes the role cannot log in',
      '3m paused waiting for Grace',
      '4m noted called Grace, she is on her way',
      '5m continued',
      '5m began put_back',
      '6m performed put_back',
      '6m probed put_back verify 0 no 14 rows lost',
      '6m failed put_back nothing_lost did not pass',
      '7m overridden put_back the 14 rows were test data',
      '8m ended aborted put_back',
    ],
    {mode: 'incident', disruptedBefore: null},
  );
  await expect(plainFace(told)).toMatchFileSnapshot('report/plain-incident.txt');
});

test('every question says how it is answered', async () => {
  const questions = [
    ['1s asked tell_people'],
    ['1s asked choose_path'],
    ['1s asked allow_repair'],
    ['1s asked put_back'],
    ['1s began stop_writes', '2s failed stop_writes no such role'],
    ['1s began stop_writes', '2s unknown stop_writes the host restarted'],
  ];
  const lines = questions.flatMap(timeline => {
    const session = toldSession(run(deletion, ['0s start', ...timeline]));
    return session.prompts().flatMap(prompt => [...promptLines(prompt, session.state(), {isOneOfSeveral: false}), '']);
  });
  await expect(lines.join('\n')).toMatchFileSnapshot('report/plain-questions.txt');
});

test('what an action prints stands behind a gutter and cannot pass for a line of ours', () => {
  const lines = ['ALTER ROLE', '\x1b[2J02:47:00 The run ended: recovered.', 'a\nb'];
  expect(indented(printedLines({step: 'stop_writes', lines}))).toEqual([
    '         It printed 4 lines:',
    '         | ALTER ROLE',
    '         | \\x1b[2J02:47:00 The run ended: recovered.',
    '         | a',
    '         | b',
  ]);
});

test('a name from the runbook cannot start a new line', () => {
  const told = run(deletion, ['0s start', '1s noted fine\n02:48:00 The run ended: recovered.']);
  const last = told.facts.at(-1);
  expect(last && eventLines(last, told.state)).toEqual([
    '02:47:01 The note of ada is recorded: fine\\n02:48:00 The run ended: recovered.',
  ]);
});
