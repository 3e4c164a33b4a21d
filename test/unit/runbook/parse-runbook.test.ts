/** The model that a text becomes, with its defaults. */
import {expect, test} from 'vitest';
import {loadRunbook} from '../../../src/runbook/load-runbook.ts';
import type {Runbook, Step} from '../../../src/runbook/runbook.ts';
import {recovered, runbookText} from '../../support/runbook-text.ts';

const load = (steps: string, pieces?: Parameters<typeof runbookText>[1]): Runbook => {
  const {runbook, diagnostics} = loadRunbook(runbookText(steps + recovered, pieces), {today: '2026-11-24'});
  expect(diagnostics).toEqual([]);
  return runbook ?? ({} as Runbook);
};

const first = (steps: string, pieces?: Parameters<typeof runbookText>[1]): Step | undefined =>
  load(steps, pieces).steps[0];

test('an action writes, is not idempotent, may be skipped, is tried once and holds on failure', () => {
  expect(first('- {id: dump, title: Dump, command: pg_dump -Fc shop}')).toMatchObject({
    id: 'dump',
    title: 'Dump',
    kind: 'command',
    shape: 'action',
    role: 'db_operator',
    effects: 'write',
    idempotent: false,
    skippable: true,
    timeoutMs: 900_000,
    retry: {attempts: 1, delayMs: 0, backoff: 1},
    onFailure: {do: 'hold'},
    drill: {do: 'run'},
    pointOfNoReturn: false,
    action: {kind: 'command', run: ['pg_dump', '-Fc', 'shop'], env: {}},
  });
});

test('a destructive step cannot be skipped', () => {
  const step = first(`
- id: wipe
  title: Wipe
  effects: destructive
  requires: [{probe: is_up}]
  confirm: {type: "\${inputs.table}"}
  undo: Put the copy back
  touches: [/srv/copy]
  command: [rm, -r, /srv/copy]`);

  expect(step).toMatchObject({skippable: false, undo: {kind: 'instruction', do: 'Put the copy back'}});
});

test('fields that were given are kept in the units of the program', () => {
  const step = first(
    `
- id: restore
  title: Restore
  why: It is the only copy.
  role: approver
  idempotent: true
  estimate: {p50: 5m, p90: 20m}
  target: 10m
  timeout: 30m
  retry: {attempts: 3, delay: 5s, backoff: 2}
  on_failure: {goto: restored}
  expect: exit == 0 && stdout != ''
  outputs: {size: "int(stdout)", token: {value: stdout, secret: true}}
  recovery_point: timestamp('2026-11-24T02:00:00Z')
  drill: {outputs: {size: 7}}
  danger: The server with the same name in the other zone.
  troubleshoot: [{symptom: It is slow, check: SELECT 1 takes a second, then: Wait.}]
  see: [{title: Manual, url: "https://example.net/"}]
  command: {run: [pg_restore, "\${inputs.table}"], env: {PGOPTIONS: -c x=1}, cwd: /srv, stdin: go}
- {id: later, title: Later, instruction: Wait}`,
  );

  expect(step).toMatchObject({
    why: 'It is the only copy.',
    role: 'approver',
    idempotent: true,
    estimate: {p50Ms: 300_000, p90Ms: 1_200_000},
    targetMs: 600_000,
    timeoutMs: 1_800_000,
    retry: {attempts: 3, delayMs: 5_000, backoff: 2},
    onFailure: {do: 'goto', step: 'restored'},
    expect: "exit == 0 && stdout != ''",
    outputs: {size: {value: 'int(stdout)', secret: false}, token: {value: 'stdout', secret: true}},
    recoveryPoint: "timestamp('2026-11-24T02:00:00Z')",
    drill: {do: 'simulate', outputs: {size: 7}},
    danger: 'The server with the same name in the other zone.',
    troubleshoot: [{symptom: 'It is slow', check: 'SELECT 1 takes a second', then: 'Wait.'}],
    action: {run: ['pg_restore', '${inputs.table}'], env: {PGOPTIONS: '-c x=1'}, cwd: '/srv', stdin: 'go'},
  });
});

test('headings stand above the steps that follow, those of branches included, until the next', () => {
  const {steps} = load(`
- {heading: Stop the damage, phase: containment}
- id: way
  title: Choose
  decision:
    ask: Which way?
    branches:
      long: {steps: [{id: walk, title: Walk, instruction: Walk}]}
      short: Nothing to do
- {heading: Bring it back}
- {id: back, title: Back, instruction: Go back}`);

  expect(steps[0]).toMatchObject({
    heading: 'Stop the damage',
    phase: 'containment',
    branches: [
      {name: 'long', title: 'Long', steps: [{id: 'walk', heading: 'Stop the damage', phase: 'containment'}]},
      {name: 'short', title: 'Nothing to do', steps: []},
    ],
  });
  expect(steps[1]).toMatchObject({id: 'back', heading: 'Bring it back'});
  expect(steps[1]).not.toHaveProperty('phase');
});

test('sql takes statements or one query, and parameters as a list or by name', () => {
  const [list, named] = load(`
- {id: list, title: List, sql: {connection: "\${inputs.database}", query: select $1, params: ["\${inputs.table}"]}}
- id: named
  title: Named
  sql: {connection: "\${inputs.database}", statements: ["select :'name'"], params: {name: "\${inputs.table}"}, transaction: true}
`).steps;

  expect(list).toMatchObject({action: {statements: ['select $1'], params: ['${inputs.table}'], transaction: false}});
  expect(named).toMatchObject({action: {params: {name: '${inputs.table}'}, transaction: true}});
});

test('a script runs with sh unless it names its interpreter', () => {
  const [usual, own] = load(`
- {id: usual, title: Usual, script: "echo $TABLE"}
- {id: own, title: Own, script: {interpreter: python3 -I, text: "print(1)", env: {TABLE: "\${inputs.table}"}}}`).steps;

  expect(usual).toMatchObject({action: {interpreter: ['sh', '-eu'], text: 'echo $TABLE', env: {}}});
  expect(own).toMatchObject({action: {interpreter: ['python3', '-I'], env: {TABLE: '${inputs.table}'}}});
});

test('prompts have their questions, and an approval never comes from who carries it out', () => {
  const [instruction, approval] = load(`
- {id: call, title: Call, instruction: {do: Call them, checklist: [Number, Name], paste: \\q}}
- {id: may_we, title: May we, approval: {ask: "Go on?", from: [approver], on_no_go: {goto: restored}}}`).steps;

  expect(instruction).toMatchObject({
    kind: 'instruction',
    do: 'Call them',
    checklist: ['Number', 'Name'],
    paste: '\\q',
  });
  expect(approval).toMatchObject({
    kind: 'approval',
    from: ['approver'],
    need: 1,
    notExecutor: true,
    onNoGo: {do: 'goto', step: 'restored'},
  });
});

test('instants have a title without being given one', () => {
  expect(load('- {id: go, title: Go, instruction: Go}').steps.slice(1)).toMatchObject([
    {kind: 'milestone', title: 'Service restored', event: 'service_restored'},
    {kind: 'end', title: 'End: recovered', outcome: 'recovered'},
  ]);
});

test('all problems of a text are told at once, in its order', () => {
  const text = runbookText(`
- {id: a, titel: A, command: "x | y"}
- {id: B, title: B, comand: x}
- {id: c, title: C, include: {runbook: access-review}}
- {id: d, title: D, estimate: 5, check: {probe: is_upp, within: 5}}`);
  const {runbook, diagnostics} = loadRunbook(text, {today: '2026-11-24'});

  expect(runbook).toBeUndefined();
  expect(diagnostics.map(({code}) => code)).toEqual([
    'step/unknown-field',
    'command/words',
    'step/unknown-kind',
    'reference/unknown',
    'step/wrong-value',
    'step/wrong-value',
  ]);
});

test('what is no runbook at all is told in one line', () => {
  expect(loadRunbook('just a text', {today: '2026-11-24'}).diagnostics).toMatchObject([
    {code: 'runbook/wrong-value', message: 'a runbook must be a map of fields'},
  ]);
  expect(loadRunbook('', {today: '2026-11-24'}).diagnostics).toMatchObject([{code: 'runbook/wrong-value'}]);
});

test('values are named under let itself, or under its field; a value may be called values', () => {
  const bare = first('- {id: names, let: {replicas: "2", values: "3"}}');
  expect(bare).toMatchObject({title: 'Let replicas, values', values: {replicas: '2', values: '3'}});
  expect(first('- {id: names, let: {values: {replicas: "2"}}}')).toMatchObject({values: {replicas: '2'}});
});

test('an output has the type that it was declared with, and one of another name is refused', () => {
  const outputs = (text: string) =>
    loadRunbook(runbookText(`- {id: ask, title: Ask, command: date, outputs: {at: ${text}}}${recovered}`), {
      today: '2026-11-24',
    });
  expect(outputs('{value: stdout, type: timestamp}').runbook?.steps[0]?.outputs).toEqual({
    at: {value: 'stdout', secret: false, type: 'timestamp'},
  });
  expect(outputs('{value: stdout, type: connection}').runbook?.steps[0]?.outputs.at?.secret).toBe(true);
  expect(outputs('{value: stdout, type: moment}').diagnostics).toHaveLength(1);
});
