/** What the run as a whole can be in, beside the states of its steps. */
import {failedWith} from '../../support/fake-runners.ts';
import type {Story} from '../../support/kind-run.ts';

const steps = `- id: tell
  title: Tell the incident channel
  effects: none
  role: approver
  instruction: Say that db1 is being repaired.
- id: stop_writes
  title: Stop the application's writes
  role: db_operator
  estimate: 2m
  temporary: {lifted_by: resume_writes, within: 24h}
  command: [stop, writes]
  undo: {command: [start, writes]}
- id: drop
  title: Drop the broken index
  role: db_operator
  estimate: 1m
  command: [drop, index]
- id: look
  title: Look at the shop
  role: db_operator
  on_failure: {undo_to: stop_writes}
  check: {command: [ask, shop]}
- id: resume_writes
  title: Let the application write again
  role: db_operator
  idempotent: true
  estimate: 2m
  command: [start, writes]
`;

const top = `
deadlines: [{id: tell_board, within: 20m, after: declaration, role: approver, text: Tell the board}]
reminders: [{every: 10m, until: service_restored, role: approver, text: Next public update}]
`;

const drill = {
  run: '20261023t030700z-lost-payments-b4n7ja',
  mode: 'drill',
  startedAtMs: Date.parse('2026-10-23T03:07:00Z'),
  steps: new Map([
    ['tell', {tookMs: 41_000}],
    ['stop_writes', {tookMs: 7_000}],
    ['drop', {tookMs: 390_000}],
    ['look', {tookMs: 4_000}],
    ['resume_writes', {tookMs: 900}],
  ]),
} as const;

export const runStates: {readonly [name: string]: readonly Story[]} = {
  run: [
    {
      steps,
      top,
      ghost: drill,
      about: '',
      states: {
        'with the times of the last run': () => undefined,
        'notes and files': run => {
          run.say({intent: 'note', reason: 'The provider says 20 minutes.', value: 'The provider says 20 minutes.'});
          run.record({
            type: 'evidence-attached',
            step: 'tell',
            file: 'evidence/1',
            name: 'graph.png',
            bytes: 812,
            sha256: '',
          });
        },
        'a handover': run => run.say({intent: 'handover', value: 'approver', actor: 'Margaret Hamilton'}),
        'a deadline is near, and a reminder': run => run.pass(600_000),
        'a deadline has passed': run => run.pass(600_000),
        paused: run => run.say({intent: 'pause', reason: 'the provider calls'}),
        'the clock was set': run => {
          run.say({intent: 'continue'});
          run.setClock(3_600_000);
          run.pass(60_000);
        },
        degraded: run =>
          run.record({
            type: 'degraded',
            cause: 'ENOSPC',
            follows: 'journal.jsonl',
            entries: 12,
            where: 'fallback',
            file: 'journal-0002.jsonl',
            directory: '/mnt/fallback',
          }),
      },
    },
    {
      steps,
      about: '',
      states: {
        'a way back': run => {
          run.say({intent: 'done', step: 'tell'});
        },
        'a way back, with a step by hand': run => run.settle('stop_writes#1'),
        'output was lost': run => run.settle('drop#1', {...failedWith(1), outputLost: true}),
        'held, with a proposal': run => run.say({intent: 'override', step: 'drop', reason: 'it is gone'}),
        'held, the proposal is the way': run => run.settle('look#1? shop', failedWith(1, 'the shop answers 500')),
        'going back, by hand': run =>
          run.say({intent: 'undo_to', step: 'look', value: 'stop_writes', reason: 'worse than before'}),
        'going back, by a program': run => run.say({intent: 'done', step: 'drop'}),
        'gone back': run => run.settle('stop_writes#2'),
        'ended early': run => run.say({intent: 'abort', reason: 'the provider restores the site'}),
      },
    },
  ],
};
