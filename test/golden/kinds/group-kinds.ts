/** What other steps stand in, in every state that it can be in. */
import {failedWith, printed} from '../../support/fake-runners.ts';
import type {Story} from '../../support/kind-run.ts';

const written = `format: 1
id: tell-customers
version: "3"
title: Tell the customers
scenario: routine
summary: Says on the status page what happens.
owner: database_administrator
objectives: {rto: none, rpo: none}
clock: {start: declaration, stop: service_restored}
roles: {db_operator: {contact: database_administrator}}
defaults: {role: db_operator}
steps:
  - {id: write, title: Write it on the status page, effects: none, on_failure: abort, instruction: Open the status page and write it.}
  - {id: restored, milestone: service_restored}
  - {id: said, end: recovered}
`;

export const groupKinds: {readonly [kind: string]: readonly Story[]} = {
  group: [
    {
      steps: `- id: look_around
  title: Look around
  group:
    order: any
    steps:
      - {id: logs, title: Look at the logs, effects: none, instruction: Read the last minute of the logs.}
      - {id: graphs, title: Look at the graphs, effects: none, instruction: Are there sales again?}`,
      about: 'look_around',
      states: {
        'awaiting a pick': () => undefined,
        running: run => run.say({intent: 'pick', step: 'look_around', value: 'graphs'}),
        'awaiting the next pick': run => run.say({intent: 'done', step: 'look_around/graphs'}),
        'the last one': run => run.say({intent: 'pick', step: 'look_around', value: 'logs'}),
        succeeded: run => run.say({intent: 'done', step: 'look_around/logs'}),
      },
    },
  ],
  parallel: [
    {
      steps: `- id: at_once
  title: Lead the traffic over
  parallel:
    branches:
      name:
        title: The name
        steps:
          - {id: move, title: Move the name, role: db_operator, estimate: 2m, command: [move-name]}
      people:
        title: The people
        steps:
          - {id: support, title: Tell the support, role: approver, effects: none, instruction: Call the support.}
      money:
        title: The payments
        steps:
          - {id: go, title: Go or no-go for payments, approval: {ask: May payments be taken again?, from: [approver]}}`,
      about: 'at_once',
      states: {
        'running, two wait': () => undefined,
        'running, three wait': run =>
          run.settle('at_once:name/move#1', failedWith(1, 'the provider refuses the token')),
        'running, one is answered': run => run.say({intent: 'done', step: 'at_once:people/support'}),
        'running, two are answered': run => run.say({intent: 'retry', step: 'at_once:name/move'}),
        'running, only a program works': run =>
          run.say({intent: 'approve', step: 'at_once:money/go', actor: 'Grace Hopper'}),
        succeeded: run => run.settle('at_once:name/move#2'),
      },
    },
  ],
  foreach: [
    {
      steps: `- id: pools
  title: Each pooler
  foreach:
    in: "['pool1.shop.example', 'pool2.shop.example', 'pool3.shop.example']"
    at_once: 2
    on_item_failure: continue
    steps:
      - {id: reload, title: Point it at the new primary, estimate: 30s, idempotent: true, command: [ssh, "\${item}", reload]}
      - {id: seen, title: It answers, check: {command: [ask, "\${item}"]}}`,
      about: 'pools',
      states: {
        running: () => undefined,
        'running, an item goes on': run => run.settle('pools[0]/reload#1'),
        'running, an item is given up': run => run.settle('pools[1]/reload#1', failedWith(255, 'no route to host')),
        'running, the last item': run => run.settle('pools[0]/seen#1? pool1.shop.example'),
        'running, the last check': run => run.settle('pools[2]/reload#1'),
        succeeded: run => run.settle('pools[2]/seen#1? pool3.shop.example'),
      },
    },
  ],
  each: [
    {
      steps: `- id: caches
  title: Empty the caches
  confirm: {type: caches}
  idempotent: true
  estimate: 10s
  each: {in: "['eu', 'us', 'ap']", at_once: 2}
  command: [ssh, "\${item}", "systemctl restart cache"]
  undo: {instruction: It fills again by itself.}`,
      about: 'caches',
      states: {
        'awaiting confirmation': () => undefined,
        running: run => run.say({intent: 'confirm', step: 'caches', value: 'caches'}),
        'an item done': run => run.settle('caches[0]#1'),
        'an item held': run => run.settle('caches[1]#1', failedWith(255, 'no route to host')),
        'an item skipped': run => run.say({intent: 'skip', step: 'caches[1]', reason: 'that site is gone'}),
        succeeded: run => run.settle('caches[2]#1'),
      },
    },
  ],
  repeat: [
    {
      steps: `- id: spread
  title: Until the name has spread
  repeat:
    max: 2
    until: steps.look_up.outputs.address == 'db2'
    steps:
      - {id: look_up, title: Look it up, effects: read, estimate: 5s, outputs: {address: stdout}, command: [dig, db.shop.example]}`,
      about: 'spread',
      states: {
        running: () => undefined,
        'the second round': run => run.settle('spread[0]/look_up#1', printed('db1')),
        'held, the rounds are used up': run => run.settle('spread[1]/look_up#1', printed('db1')),
        overridden: run => run.say({intent: 'override', step: 'spread', reason: 'two of three resolvers have it'}),
      },
    },
  ],
  include: [
    {
      steps: `- id: customers
  title: Tell the customers
  include: {runbook: tell-customers}`,
      beside: {'included/tell-customers.yaml': written},
      about: 'customers',
      states: {
        running: () => undefined,
        'held, it was aborted': run => {
          run.say({intent: 'cannot', step: 'customers/write', reason: 'the status page is down'});
        },
        retried: run => run.say({intent: 'retry', step: 'customers'}),
        succeeded: run => run.say({intent: 'done', step: 'customers/write'}),
      },
    },
  ],
};
