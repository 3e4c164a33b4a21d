/** What a dry run tells of actions and questions: their values, and what only the run will know in its place. */
import {describe, expect, test} from 'vitest';
import {foretellSteps, givenInputs, linesOf, stepAt, toldAtMs} from '../../../support/foretold.ts';

describe('values', () => {
  test('an action is told as it would be recorded: words, variables, statements, and where it goes', () => {
    const told = foretellSteps(`
- id: dump
  title: Dump the table
  estimate: 1m
  command: {run: [pg_dump, "--table=\${inputs.table}", "\${inputs.database.database}"], env: {PGPASSWORD: "\${inputs.password}"}, connection: "\${inputs.database}", cwd: /srv}
- id: lock
  title: Lock it
  estimate: 1m
  sql: {connection: "\${inputs.database}", statements: ["lock table :\\"t\\""], params: {t: "\${inputs.table}"}, transaction: true}
  verify: [{probe: is_up, within: 10s}]
`);

    expect(stepAt(told, 'dump').action).toEqual({
      ok: true,
      value: {
        kind: 'command',
        lines: ['pg_dump --table=payments tickets'],
        values: {PGPASSWORD: '‹secret:password›'},
        target: '‹database: app@db-1.example:5432/tickets›',
        cwd: '/srv',
      },
    });
    expect(stepAt(told, 'lock')).toMatchObject({
      action: {value: {lines: ['lock table :"t"'], values: {t: 'payments'}, isTransaction: true}},
      verify: [{name: 'is_up', asks: {value: {lines: ['pg_isready']}}, withinMs: 10_000}],
    });
    expect(JSON.stringify(told)).not.toMatch(/hunter2|swordfish/);
  });

  test('what a step gives only during the run is spelled out where it will stand', () => {
    const told = foretellSteps(`
- id: find
  title: Find them
  estimate: 1m
  effects: read
  command: [find_deleted]
  outputs: {rows: "json.rows", host: "json.host"}
- id: put_back
  title: Put them back
  estimate: 1m
  command:
    run: [put_back, "\${steps.find.outputs.rows}", "--at=\${run.now}", "\${inputs.table}", "not $\${HOME}"]
    on: {ssh: "\${steps.find.outputs.host}"}
  undo: Remove \${steps.find.outputs.rows} rows again.
`);

    expect(stepAt(told, 'put_back')).toMatchObject({
      action: {
        value: {
          lines: ["put_back ‹steps.find.outputs.rows› --at=‹run.now› payments 'not ${HOME}'"],
          on: '‹steps.find.outputs.host›',
        },
      },
      undo: {ok: true, value: {kind: 'instruction', do: 'Remove ‹steps.find.outputs.rows› rows again.'}},
    });
  });

  test('of a value with conditions only what is left is spelled out', () => {
    const told = foretellSteps(
      `
- id: find
  title: Find them
  estimate: 1m
  effects: read
  command: [find_deleted]
  outputs: {rows: "json.rows"}
- id: put_back
  title: Put them back
  estimate: 1m
  command: [put_back, "\${inputs.limit == null ? 'all' : string(steps.find.outputs.rows)}", "\${inputs.table == 'payments' ? steps.find.outputs.rows : 0}"]
`,
      {inputs: 'limit: {type: integer, optional: true}'},
    );

    expect(linesOf(told, 'put_back')).toEqual(['put_back all ‹steps.find.outputs.rows›']);
  });

  test('named values are told where all that they are made of is there', () => {
    const told = foretellSteps(`
- id: names
  let: {dump: "'/srv/' + inputs.table", sealed: "inputs.password + '!'"}
- id: find
  title: Find them
  estimate: 1m
  effects: read
  command: [find_deleted]
  outputs: {rows: "json.rows"}
- id: counts
  let: {twice: "steps.find.outputs.rows * 2"}
- id: use
  title: Use them
  estimate: 1m
  script: {interpreter: [/bin/sh], text: "echo", env: {A: "\${values.dump}", B: "\${values.sealed}", C: "\${values.twice}"}}
`);

    expect(stepAt(told, 'names').values).toEqual({dump: '/srv/payments', sealed: '‹secret:names.sealed›'});
    expect(stepAt(told, 'counts').values).toEqual({twice: '‹steps.find.outputs.rows * 2›'});
    expect(stepAt(told, 'use').action).toMatchObject({
      value: {values: {A: '/srv/payments', B: '‹secret:names.sealed›', C: '‹values.twice›'}},
    });
  });

  test('what would hold the run there is said now, and the rest is told all the same', () => {
    const told = foretellSteps(
      `
- id: ask
  title: Ask the server
  estimate: 1m
  http: {url: "https://\${inputs.host}/health"}
- id: after
  title: Say so
  estimate: 1m
  command: [echo, "\${inputs.table}"]
`,
      {inputs: 'host: {type: string}', parts: {inputs: {...givenInputs, host: 'example.org/admin'}}},
    );

    expect(linesOf(told, 'ask')).toEqual([
      'HELD: ${inputs.host} in an address is no name of a server, and nothing else is put there',
    ]);
    expect(linesOf(told, 'after')).toEqual(['echo payments']);
  });

  test('an input that a program would give is left open, and so is all that reads it', () => {
    const told = foretellSteps(
      `
- id: say
  title: Say it
  estimate: 1m
  when: "inputs.ticket != ''"
  command: [echo, "\${inputs.ticket}", "\${inputs.table}"]
`,
      {inputs: 'ticket: {type: string, from: {command: [ticket, current]}}', parts: {laterInputs: ['ticket']}},
    );

    expect(told.inputs).toEqual({
      database: '‹database: app@db-1.example:5432/tickets›',
      table: 'payments',
      password: '‹secret:password›',
      ticket: '‹inputs.ticket›',
    });
    expect(linesOf(told, 'say')).toEqual(['echo ‹inputs.ticket› payments']);
    expect(stepAt(told, 'say').when).toEqual({
      expression: "inputs.ticket != ''",
      holds: null,
      dependsOn: ['inputs.ticket'],
    });
  });

  test('a value that was prepared as an answer is known to the steps after it', () => {
    const steps = `
- id: ticket
  title: Which ticket
  input: {ask: "Which ticket?", type: integer}
- id: code
  title: Which code
  input: {ask: "Which code?", type: secret}
- id: use
  title: Use them
  estimate: 1m
  command: {run: [use, "--ticket=\${steps.ticket.outputs.value + 1}"], env: {CODE: "\${steps.code.outputs.value}"}}
`;
    const answers: {readonly [id: string]: string} = {ticket: '41', code: 'sesame-is-secret'};
    const told = foretellSteps(steps, {parts: {prepared: (_, id) => answers[id]}});

    expect(stepAt(told, 'use').action).toMatchObject({
      value: {lines: ['use --ticket=42'], values: {CODE: '‹secret:code.value›'}},
    });
    expect(JSON.stringify(told)).not.toContain('sesame');
    expect(stepAt(foretellSteps(steps, {parts: {prepared: () => 'soon'}}), 'ticket').problems).toEqual([
      'the answer that was prepared does not do: "soon" is not a whole number like 42',
    ]);
  });

  test('an instant that was given is told, unless a step measures it anew', () => {
    const events = new Map([['disruption', {atMs: toldAtMs - 60_000, source: 'typed'}]] as const);
    const say = `
- id: say
  title: Say it
  estimate: 1m
  command: [echo, "\${events.disruption}", "\${events.contained}"]
`;
    expect(linesOf(foretellSteps(say, {parts: {events}}), 'say')).toEqual([
      'echo 2026-11-23T03:06:00.000Z ‹events.contained›',
    ]);
    const measured = `
- id: find
  title: Find the moment
  estimate: 1m
  effects: read
  command: [find]
  outputs: {at: {value: "json.at", sets: disruption}}${say}`;
    expect(linesOf(foretellSteps(measured, {parts: {events}}), 'say')).toEqual([
      'echo ‹events.disruption› ‹events.contained›',
    ]);
  });
});

describe('questions', () => {
  test('they stand as they would be put, with the people behind the roles', () => {
    const told = foretellSteps(`
- id: call
  title: Call
  estimate: 1m
  instruction: {do: "Call about \${inputs.table}.", checklist: ["\${inputs.database.host} is down"], reveal: "\${inputs.password}"}
- id: go
  title: Go
  estimate: 1m
  approval: {ask: "Write to \${inputs.database.database}?", from: [approver], on_no_go: abort}
- id: wipe
  title: Wipe
  estimate: 1m
  confirm: {type: "\${inputs.database.database}"}
  command: ["true"]
`);

    expect(stepAt(told, 'call').prompt).toEqual({
      ok: true,
      value: {
        kind: 'instruction',
        ask: 'Call about payments.',
        checklist: ['db-1.example is down'],
        reveals: '‹secret:password›',
      },
    });
    expect(stepAt(told, 'go')).toMatchObject({
      prompt: {value: {from: [{role: 'approver', contact: 'technical_lead', name: 'Dana Fox'}], need: 1}},
      onNoGo: {do: 'abort'},
    });
    expect(stepAt(told, 'wipe').confirmation).toEqual({ok: true, value: 'tickets'});
  });
});
