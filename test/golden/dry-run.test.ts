/** A dry run as a person and a program read it: of the runbook that is shipped, and of one with every kind of step. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {fail, succeed} from '../../src/base/result.ts';
import {parsePlan} from '../../src/plan/parse-plan.ts';
import {objectivesOf} from '../../src/plan/plan.ts';
import {dryRunLines} from '../../src/report/dry-run-lines.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import {foretell, soundRunbook, toldAtMs} from '../support/foretold.ts';
import {recovered, runbookText} from '../support/runbook-text.ts';

const shipped = join(import.meta.dirname, '..', '..', 'runbooks');
const read = (file: string) => readFileSync(join(shipped, file), 'utf8');

const deletion = () => {
  const {plan} = parsePlan(read('plan.yaml'));
  const {runbook} = loadRunbook(read('deletion/accidental-deletion.yaml'), {
    today: '2026-11-24',
    ...(plan && {plan}),
  });
  if (!plan || !runbook) {
    throw new Error('what is shipped does not lint');
  }
  return foretell(runbook, {
    inputs: {
      database: 'postgresql://postgres:hunter2@db-1.example:5432/tickets',
      tables: ['orders', 'payments'],
      leave_out: ['audit'],
      deleted_at: '2026-11-23T02:47:00Z',
      search_within: 'PT30M',
      transaction: null,
      base_backup: '/backups/base',
      wal_archive: '/backups/wal',
      side_directory: '/var/tmp/lifeboat-side',
      app: 'ticketing',
    },
    events: new Map([['disruption', {atMs: Date.parse('2026-11-23T02:47:00Z'), source: 'typed'}]]),
    objectives: objectivesOf(runbook, plan),
    prepared: (_, id) => ({writing: 'stop', review_access: 'done'})[id],
  });
};

const files = {runbook: 'runbooks/deletion/accidental-deletion.yaml', plan: 'runbooks/plan.yaml'};

test('a dry run of the accidental deletion reads from its inputs to its end', async () => {
  await expect(`${dryRunLines(deletion(), files).join('\n')}\n`).toMatchFileSnapshot('report/dry-run-deletion.txt');
});

test('the same for programs', async () => {
  await expect(`${JSON.stringify(deletion(), null, 2)}\n`).toMatchFileSnapshot('report/dry-run-deletion.json');
});

const child = runbookText(
  `
- {id: rotate, title: Rotate the login, estimate: 2m, command: [rotate, "\${inputs.table}"]}
- {id: finish, end: no-action}`,
).replace('id: test-runbook', 'id: rotate-login');

/** Every kind of step, and every way in which what it does hangs on something. */
const everyKind = runbookText(
  `
- heading: Look
  phase: activation
- id: find
  title: Find the hosts
  effects: read
  estimate: 10s
  command: {run: [find_hosts, "\${inputs.table}"], stdin: "select 1", cwd: /srv}
  outputs: {hosts: json, count: "size(json)"}
  idempotent: true
  retry: {attempts: 3, delay: 5s}
- {id: names, let: {greeting: "'for ' + inputs.table", many: "steps.find.outputs.count > 10"}}
- {id: sure, assert: "inputs.table != 'users'"}
- id: is_up
  title: It is up
  check: {probe: is_up, within: 1m}
- {id: settle, title: Let it settle, wait: 30s}
- {id: until_up, title: Until it is up, wait: {until: {not: is_up, within: 2m}}}
- heading: Act
  phase: recovery
- id: ask_ticket
  title: Which ticket
  estimate: 1m
  input: {ask: "Which ticket is it for \${inputs.table}?", type: string}
- id: by_script
  title: Mend it by script
  estimate: 1m
  idempotent: true
  script: {interpreter: [/bin/sh, -e], text: "mend \\"$TABLE\\"\\necho done\\n", env: {TABLE: "\${inputs.table}", TICKET: "\${steps.ask_ticket.outputs.value}"}}
  done_when: [{probe: is_up}]
  on_failure: {goto: tell}
- id: wipe
  title: Wipe the table
  effects: destructive
  estimate: 1m
  requires: [{probe: is_up}]
  sql: {connection: "\${inputs.database}", statements: ["truncate :\\"t\\""], params: {t: "\${inputs.table}"}, transaction: true}
  confirm: {type: "\${inputs.database.database}"}
  point_of_no_return: true
  danger: There is a table of the same name on the standby.
  drill: simulate
  evidence: The count of before
- id: post
  title: Tell the pool
  estimate: 10s
  http: {method: POST, url: "https://pool.example/\${inputs.table}", headers: {authorization: "Bearer \${inputs.password}"}, body: {json: {to: "\${steps.find.outputs.hosts}"}}}
  on_failure: continue
- id: tell
  title: Tell them
  notify: {to: [approver], text: "It is about \${inputs.table}.", must_ack: true}
- id: each_host
  title: Each host
  foreach:
    in: inputs.hosts
    at_once: 2
    steps:
      - {id: look, title: Look at it, effects: read, estimate: 10s, command: [look, "\${item}"]}
      - id: what
        title: What to do
        decision:
          ask: "Restart \${item}?"
          choose: "item == 'db-1' ? 'restart' : 'leave'"
          branches:
            restart: {title: Restart it, steps: [{id: restart, title: Restart, estimate: 1m, command: [restart, "\${item}"]}]}
            leave: Leave it
- id: share
  title: Share it
  estimate: 10s
  each: {in: steps.find.outputs.hosts, at_once: 4, on_item_failure: continue}
  command: [share, "\${item}"]
- id: both
  title: Both at once
  parallel:
    branches:
      people: {title: People, steps: [{id: say, title: Say so, instruction: {do: "Say it in the channel.", checklist: [Support knows], paste: "It is \${inputs.table}."}}]}
      machines: {title: Machines, steps: [{id: warm, title: Warm it up, estimate: 8m, command: [warm]}]}
- id: any
  title: In any order
  group: {order: any, steps: [{id: call, title: Call the shop, instruction: Call the shop.}]}
- id: rounds
  title: Until it is quiet
  repeat: {max: 3, until: steps.quiet.outputs.value, steps: [{id: quiet, title: Is it quiet, input: {ask: "Is it quiet?", type: boolean}}]}
- id: rotation
  title: Rotate the login
  include: {runbook: rotate-login, inputs: {database: "\${inputs.database}", table: "\${inputs.table}", password: "\${inputs.password}"}}
- id: may_we
  title: Go or no-go
  estimate: {p50: 1m, p90: 10m}
  approval: {ask: "Open \${inputs.table} again?", from: [approver], on_no_go: {goto: restored}}
- id: open_late
  title: Open it
  when: "steps.find.outputs.count > 0"
  estimate: 1m
  command: [open, "\${values.greeting}", "\${steps.find.outputs.count}"]
  undo: {command: [close, "\${inputs.table}"]}
  temporary: {lifted_by: restored, within: 1d}
  escalate: {after: 10m, to: approver}
- id: open_never
  title: Open it otherwise
  when: "inputs.table == 'orders'"
  estimate: 1m
  command: [open, otherwise]
${recovered}`,
  {
    inputs: 'hosts: {type: list, of: hostname}',
    top: 'deadlines: [{id: tell_users, within: 15m, after: declaration, role: approver, text: Tell the users}]\nreminders: [{every: 1h, until: service_restored, text: Next public update}]\nnext: access-review',
  },
);

test('every kind of step reads as what would happen', async () => {
  const runbook = soundRunbook(everyKind, path =>
    path === 'included/rotate-login.yaml' ? succeed(child) : fail('there is no such file'),
  );
  const told = foretell(runbook, {
    inputs: {
      database: 'postgresql://app:hunter2@db-1.example:5432/tickets',
      table: 'payments',
      password: 'swordfish-is-secret',
      hosts: ['db-1', 'db-2'],
    },
    events: new Map([['disruption', {atMs: toldAtMs - 1_500_000, source: 'typed'}]]),
  });
  const text = dryRunLines(told, {runbook: 'every-kind.yaml', plan: 'plan.yaml'}).join('\n');

  expect(text).not.toMatch(/hunter2|swordfish/);
  await expect(`${text}\n`).toMatchFileSnapshot('report/dry-run-every-kind.txt');
});
