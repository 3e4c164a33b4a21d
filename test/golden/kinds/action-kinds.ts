/** What is done by programs, servers and messages, in every state that it can be in. */
import {failedWith, lost} from '../../support/fake-runners.ts';
import type {Story} from '../../support/kind-run.ts';

const promote = `
- id: promote
  title: Promote the standby
  why: It has all that the primary had, but for the last seconds.
  role: db_operator
  effects: destructive
  point_of_no_return: true
  requires: [{probe: standby_is_whole}]
  confirm: {type: "\${inputs.database.host}"}
  touches: ["\${inputs.database.host}"]
  estimate: {p50: 30s, p90: 2m}
  target: 1m
  danger: db2 looks the same; it serves the reports.
  command: [pg_ctl, promote, --wait, -D, /var/lib/postgresql/17/main]
  verify: [{probe: promoted, within: 1m}, {probe: takes_writes}]
  troubleshoot: [{symptom: It says that it is no standby, check: pg_is_in_recovery() is false, then: Mark the step as done.}]
`;

const probes = `
standby_is_whole: {command: [lag-of, standby_is_whole]}
promoted: {command: [ask, promoted]}
takes_writes: {command: [ask, takes_writes]}
`;

const dump = `
- id: dump
  title: Take a dump before anything changes
  why: Whatever goes wrong below, this is what it was.
  role: db_operator
  idempotent: true
  estimate: {p50: 4m, p90: 9m}
  target: 5m
  retry: {attempts: 2, delay: 30s}
  command: {run: [pg_dump, -Fc, -f, /backup/before.dump, ticketing], env: {PGPASSWORD: "\${inputs.password}"}}
  undo: {command: [rm, /backup/before.dump]}
- id: look
  title: Look at the dump
  on_failure: {undo_to: dump}
  check: {command: [pg_restore, --list]}
`;

const printed = [
  'pg_dump: last built-in OID is 16383',
  'pg_dump: reading schemas',
  '\x1b[31mpg_dump: dumping contents of table "public.payments"\x1b[0m',
];

const failedDump = failedWith(1, 'it ended with exit code 1: pg_dump: error: connection to server lost');

export const actionKinds: {readonly [kind: string]: readonly Story[]} = {
  command: [
    {
      steps: `- {id: tell, title: Tell the incident channel, effects: none, role: approver, instruction: Say that db1 is given up.}\n${promote.trim()}`,
      probes,
      about: 'promote',
      states: {
        pending: () => undefined,
        'awaiting confirmation': run => run.say({intent: 'done', step: 'tell'}),
        'checks before the effect': run => run.say({intent: 'confirm', step: 'promote', value: 'db1.shop.example'}),
        running: run => run.settle('promote#1? standby_is_whole'),
        verifying: run => run.settle('promote#1'),
        'verifying, the first check passed': run => run.settle('promote#1? promoted'),
        'held, a check failed': run => run.settle('promote#1? takes_writes', failedWith(1, 'the server is read-only')),
        overridden: run => run.say({intent: 'override', step: 'promote', reason: 'psql shows writes'}),
      },
    },
    {
      steps: dump,
      about: 'dump',
      output: printed,
      states: {
        running: run => run.pass(70_000),
        'ready, to be tried again': run => run.settle('dump#1', failedDump),
        'running again': run => run.pass(20_000),
        held: run => run.settle('dump#2', failedDump),
        retried: run => run.say({intent: 'retry', step: 'dump'}),
        succeeded: run => run.settle('dump#3'),
        'another one held, which proposes to go back': run => run.settle('look#1? --list', failedWith(1)),
        undoing: run => run.say({intent: 'undo_to', step: 'look', value: 'dump', reason: 'the dump is empty'}),
        'held, the undo failed': run => run.settle('dump#4', failedWith(1, 'rm: cannot remove it: Permission denied')),
        'undoing the attempt before': run => run.say({intent: 'override', step: 'dump', reason: 'removed by hand'}),
        'undoing the first attempt': run => run.settle('dump#5'),
        'undone, held before it': run => run.settle('dump#6'),
        skipped: run => run.say({intent: 'skip', step: 'dump', reason: 'the nightly dump is there'}),
      },
    },
    {
      steps: dump,
      about: 'dump',
      states: {
        stopped: run => {
          run.pass(10_000);
          run.say({intent: 'stop', step: 'dump', reason: 'it fills the disk'});
          run.settle('dump#1', lost('it was stopped'));
        },
      },
    },
    {
      steps: promote,
      probes,
      about: 'promote',
      states: {
        confirmed: run => run.say({intent: 'confirm', step: 'promote', value: 'db1.shop.example'}),
        running: run => run.settle('promote#1? standby_is_whole'),
        'unknown, a check looks': run => run.crash(),
        'unknown, a check has looked': run => run.settle('promote#1? promoted', failedWith(1, 'still in recovery')),
        'failed by a person': run =>
          run.say({intent: 'resolve', step: 'promote', value: 'failed', reason: 'db1 still in recovery'}),
        aborted: run => run.say({intent: 'abort', reason: 'the provider restores the site'}),
      },
    },
  ],
  'not for this run': [
    {
      steps: `- id: stop_writes
  title: Stop the application's writes
  when: "inputs.table == 'orders'"
  command: [stop, writes]
- id: way
  title: Choose the way
  decision:
    ask: Which way?
    choose: "'short'"
    branches:
      short: {title: The short way, steps: [{id: a, title: Point the name at db2, on_failure: continue, command: [move-name]}]}
      long: {title: The long way, steps: [{id: b, title: Rebuild db1, command: [rebuild]}]}`,
      about: 'stop_writes',
      states: {
        'not applicable': () => undefined,
        'failed, and the run goes on': run => run.settle('way:short/a#1', failedWith(2)),
      },
    },
    {
      steps: `- id: way
  title: Choose the way
  decision:
    ask: Which way?
    choose: "'short'"
    branches:
      short: {title: The short way, steps: [{id: a, title: Point the name at db2, on_failure: continue, command: [move-name]}]}
      long: {title: The long way, steps: [{id: b, title: Rebuild db1, command: [rebuild]}]}
- {id: look, title: Look, instruction: Does the shop answer?}`,
      about: 'way:long/b',
      states: {'not reached': () => undefined},
    },
  ],
  script: [
    {
      steps: `- id: reload
  title: Point the poolers at the new primary
  why: The shop keeps its connections to the old one else.
  role: db_operator
  estimate: 30s
  script:
    interpreter: [bash]
    text: |
      set -eu
      sed -i "s/^shop = .*/shop = host=$TARGET/" /etc/pgbouncer/pgbouncer.ini
      systemctl reload pgbouncer
    env: {TARGET: "\${inputs.database.host}"}
    on: {ssh: ops@pool1}`,
      about: 'reload',
      output: ['Reloading.'],
      states: {
        running: () => undefined,
        held: run =>
          run.settle('reload#1', failedWith(5, 'it ended with exit code 5: Unit pgbouncer.service not found.')),
        jumped: run => run.say({intent: 'jump', step: 'reload', value: 'restored', reason: 'the provider did it'}),
      },
    },
  ],
  sql: [
    {
      steps: `- id: put_back
  title: Put the lost payments back
  why: Only rows that are missing now are inserted.
  role: db_operator
  confirm: {type: "\${inputs.database.database}"}
  estimate: {p50: 10s, p90: 5m}
  sql:
    connection: "\${inputs.database}"
    transaction: true
    statements:
      - insert into payments select * from recovered.payments r where not exists (select from payments p where p.id = r.id)
      - select setval('payments_id_seq', (select max(id) from payments))
  verify: [{probe: nothing_lost, within: 30s}]
  recovery_point: events.disruption`,
      probes:
        'nothing_lost: {sql: {connection: "${inputs.database}", query: "select count(*) = 0 as ok from lost_payments"}, expect: "rows[0].ok"}',
      about: 'put_back',
      states: {
        'awaiting confirmation': () => undefined,
        running: run => run.say({intent: 'confirm', step: 'put_back', value: 'ticketing'}),
        held: run =>
          run.settle('put_back#1', {
            ...failedWith(0, 'duplicate key value violates unique constraint "payments_pkey"'),
            scope: {},
          }),
        skipped: run => run.say({intent: 'skip', step: 'put_back', reason: 'the rows came back from the provider'}),
      },
    },
  ],
  http: [
    {
      steps: `- id: move_name
  title: Move the name to the second site
  idempotent: true
  role: db_operator
  estimate: 1m
  http:
    method: PUT
    url: "https://dns.example/zones/inner/db.shop.example"
    headers: {authorization: "Bearer \${inputs.password}"}
    body: {json: {value: db2.shop.example, ttl: 60}}
  undo: {instruction: Put the old address back in the console of the provider.}`,
      about: 'move_name',
      states: {
        running: () => undefined,
        held: run =>
          run.settle('move_name#1', {
            ...failedWith(0, 'the answer was 503 Service Unavailable'),
            scope: {status: 503, headers: {}, body: ''},
          }),
        retried: run => run.say({intent: 'retry', step: 'move_name'}),
      },
    },
  ],
  notify: [
    {
      steps: `- id: say_so
  title: Say that the shop is read-only
  role: approver
  notify: {to: [approver], text: The shop takes no orders until about 04:00., must_ack: true}`,
      about: 'say_so',
      states: {
        running: () => undefined,
        'awaiting, somebody must have heard it': run => run.settle('say_so#1'),
        succeeded: run => run.say({intent: 'done', step: 'say_so'}),
      },
    },
  ],
};
