/** What only looks, waits or counts, in every state that it can be in. */
import {failedWith} from '../../support/fake-runners.ts';
import type {Story} from '../../support/kind-run.ts';

const probes = `
lag_is_zero: {sql: {connection: "\${inputs.database}", query: "select lag"}, expect: "rows[0].lag == 0"}
`;

export const lookingKinds: {readonly [kind: string]: readonly Story[]} = {
  check: [
    {
      steps: `- id: caught_up
  title: The standby has all WAL
  why: What it lacks is lost when it is promoted.
  role: db_operator
  check: {probe: lag_is_zero, every: 10s, within: 2m}`,
      probes,
      about: 'caught_up',
      states: {
        'pending, looking': () => undefined,
        'not yet': run =>
          run.settle('caught_up#1? select lag', {ok: true, certain: true, scope: {rows: [{lag: 812}], row_count: 1}}),
        held: run => {
          run.pass(120_000);
          run.settle('caught_up#1? select lag', {ok: true, certain: true, scope: {rows: [{lag: 640}], row_count: 1}});
        },
        retried: run => run.say({intent: 'retry', step: 'caught_up'}),
        succeeded: run =>
          run.settle('caught_up#2? select lag', {ok: true, certain: true, scope: {rows: [{lag: 0}], row_count: 1}}),
      },
    },
  ],
  wait: [
    {
      steps: `- id: name
  title: Until the old address has run out everywhere
  why: Resolvers keep it for its TTL.
  wait: 5m
- id: answers
  title: Until the shop answers
  wait: {until: {command: [curl, shop], within: 1m}}`,
      about: 'name',
      states: {
        'running, a countdown': () => undefined,
        succeeded: run => run.pass(300_000),
      },
    },
    {
      steps: `- id: answers
  title: Until the shop answers
  wait: {until: {command: [curl, shop], every: 10s, within: 1m}}`,
      about: 'answers',
      states: {
        running: () => undefined,
        held: run => {
          run.pass(60_000);
          run.settle('answers#1? shop', failedWith(7));
        },
        skipped: run => run.say({intent: 'skip', step: 'answers', reason: 'seen on the telephone'}),
      },
    },
  ],
  assert: [
    {
      steps: `- {id: tell, title: Tell the channel, effects: none, instruction: Say it.}
- id: figures
  let: {lost: "1204", share: "double(1204) / 20000.0"}
- id: some
  title: Less than a tenth is lost
  assert: values.lost > 2000
- id: safe
  milestone: contained`,
      about: 'some',
      states: {
        pending: () => undefined,
        held: run => run.say({intent: 'done', step: 'tell'}),
        'overridden, and all that follows succeeded': run =>
          run.say({intent: 'override', step: 'some', reason: 'a tenth of the day, not of all'}),
      },
    },
  ],
  let: [
    {
      steps: `- {id: tell, title: Tell the channel, effects: none, instruction: Say it.}
- id: figures
  let: {lost: "1204", share: "double(1204) / 20000.0"}
- id: safe
  milestone: contained
- {id: look, title: Look around, instruction: Are there more?}`,
      about: 'figures',
      states: {
        pending: () => undefined,
        succeeded: run => run.say({intent: 'done', step: 'tell'}),
      },
    },
  ],
  milestone: [
    {
      steps: `- id: safe
  milestone: contained
- {id: look, title: Look around, instruction: Are there more?}`,
      about: 'safe',
      states: {succeeded: () => undefined},
    },
  ],
  end: [
    {
      steps: `- {id: look, title: Look around, effects: none, instruction: Are there more?}`,
      about: '',
      states: {
        'before the end': () => undefined,
        'the run is over': run => run.say({intent: 'done', step: 'look'}),
      },
    },
  ],
};
