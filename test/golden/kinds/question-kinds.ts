/** What people are asked, in every state that it can be in. */
import {printed} from '../../support/fake-runners.ts';
import type {Story} from '../../support/kind-run.ts';

const told = `- id: tell
  title: Tell the incident channel
  why: Everybody who might write must know that the database is being repaired.
  role: approver
  effects: none
  estimate: 1m
  escalate: {after: 10m, to: db_operator}
  evidence: [A picture of the message]
  instruction:
    do: Say in the incident channel that \${inputs.database.database} is being repaired.
    checklist: [Channel told, Support told]
    paste: "We repair \${inputs.database.database}; please write nothing."
    reveal: "\${inputs.password}"
`;

export const questionKinds: {readonly [kind: string]: readonly Story[]} = {
  instruction: [
    {
      steps: told,
      about: 'tell',
      states: {
        awaiting: () => undefined,
        'an item ticked': run => run.say({intent: 'tick', step: 'tell', value: 0}),
        escalated: run => run.pass(600_000),
        'held, it cannot be done': run =>
          run.say({intent: 'cannot', step: 'tell', reason: 'chat is down, and so is mail'}),
        retried: run => run.say({intent: 'retry', step: 'tell'}),
        skipped: run => run.say({intent: 'skip', step: 'tell', reason: 'everybody sits in this room'}),
      },
    },
    {
      steps: told.replace('    checklist: [Channel told, Support told]\n', ''),
      about: 'tell',
      states: {succeeded: run => run.say({intent: 'done', step: 'tell'})},
    },
  ],
  input: [
    {
      steps: `- id: lost
  title: How many payments are missing?
  role: db_operator
  input: {ask: Payments that customers miss, type: integer}
- id: code
  title: The code of the vault
  input: {ask: The code on the card in the safe, type: secret}
- id: zone
  title: Which zone of the DNS?
  input: {ask: The zone that the shop's name is in, type: choice, of: [inner, outer], optional: true}`,
      about: 'lost',
      states: {
        awaiting: () => undefined,
        'succeeded, and a secret is asked for': run => run.say({intent: 'answer', step: 'lost', value: '1204'}),
      },
    },
    {
      steps: `- id: zone
  title: Which zone of the DNS?
  input: {ask: The zone that the shop's name is in, type: choice, of: [inner, outer], optional: true}`,
      about: 'zone',
      states: {
        'awaiting one of several': () => undefined,
        'held, it cannot be said': run => run.say({intent: 'cannot', step: 'zone', reason: 'nobody knows'}),
      },
    },
  ],
  decision: [
    {
      steps: `- id: way
  title: Choose the way back
  why: The dump is certain, the archive is newer.
  role: db_operator
  estimate: {p50: 1m, p90: 5m}
  decision:
    ask: Which backup brings the payments back?
    propose: "'archive'"
    branches:
      archive:
        title: Restore to just before the deletion
        steps:
          - {id: replay, title: Replay the WAL, estimate: {p50: 20m, p90: 45m}, recovery_point: json.recovered_to, command: [replay-wal]}
      dump:
        title: Load the dump of last night
        steps:
          - {id: load, title: Load the dump, estimate: 10m, recovery_point: "timestamp('2026-11-22T23:00:00Z')", command: [load-dump]}
      look: {title: Leave the data as it is and look at the application, goto: references}
      nothing: {title: Nothing is lost, end: no-action}
- {id: references, title: Look at the references, check: {command: [orphans]}}`,
      about: 'way',
      states: {
        awaiting: () => undefined,
        running: run => run.say({intent: 'choose', step: 'way', value: 'dump', reason: 'the archive has a gap'}),
        succeeded: run => run.settle('way:dump/load#1', printed('{}')),
      },
    },
    {
      steps: `- id: way
  title: Choose by size
  decision:
    ask: Which way?
    choose: "inputs.table + '_way'"
    branches:
      small: {title: Row by row, steps: []}
      large: {title: The whole table, steps: []}`,
      about: 'way',
      states: {'held, it cannot be told': () => undefined},
    },
  ],
  approval: [
    {
      steps: `- id: go
  title: Go or no-go for the repair
  estimate: 5m
  approval: {ask: "May 1,204 payments go back into \${inputs.database.database}?", from: [approver, db_operator], need: 2, expires: 15m}`,
      about: 'go',
      states: {
        awaiting: () => undefined,
        'one of two given': run => run.say({intent: 'approve', step: 'go', actor: 'Grace Hopper'}),
        'expired, asked again': run => run.pass(900_000),
        'held, a no-go': run =>
          run.say({intent: 'reject', step: 'go', actor: 'Ada Lovelace', reason: 'the references are not proven'}),
      },
    },
    {
      steps: `- id: go
  title: Go or no-go for the repair
  approval: {ask: May the payments go back?, from: [approver], on_no_go: {goto: restored}}`,
      about: 'go',
      states: {
        'rejected, the run goes elsewhere': run =>
          run.say({intent: 'reject', step: 'go', actor: 'Grace Hopper', reason: 'tomorrow'}),
      },
    },
    {
      steps: `- id: go
  title: Go or no-go for the repair
  approval: {ask: May the payments go back?, from: [approver]}`,
      about: 'go',
      states: {succeeded: run => run.say({intent: 'approve', step: 'go', actor: 'Grace Hopper'})},
    },
  ],
};
