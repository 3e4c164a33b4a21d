/** The text of a sound runbook of any length, with what real steps have: expressions, probes, verdicts, ways back. For measurements of the linter. */

/** Steps of one part: what a shard of a database goes through in a failover. */
const stepsOfPart = 10;

/**
 * So many steps (a multiple of ten), the inner ones of decisions included, and an end. A thousand fit into the limit of a
 * file. The mark stands in every name, so that no expression of one text is known from another.
 */
export const longRunbookText = (steps: number, mark = 'a'): string => `\
format: 1
id: long-failover
version: 1.0.0
title: Fail over all shards
scenario: infrastructure
summary: The first site is gone. Bring up every shard on the second one.
owner: database_administrator
review: {last: "2026-11-01", every: 90d}
objectives: {rto: none, rpo: none}
clock: {start: declaration, stop: service_restored}
roles:
  db_operator: {contact: database_administrator}
  approver: {contact: technical_lead}
defaults: {role: db_operator, drill: run}
inputs:
  database: {type: connection, from: {env: DIRECT_URL}}
  app: {type: identifier, default: tickets}
  host: {type: hostname, default: db-1.example}
probes:
  is_up: {command: [pg_isready, -h, "\${inputs.host}"]}
  writes_stopped:
    sql:
      connection: "\${inputs.database}"
      query: select count(*) as sessions from pg_stat_activity where usename = $1
      params: ["\${inputs.app}"]
    expect: "rows[0].sessions == 0"
steps:
${Array.from({length: steps / stepsOfPart}, (_, index) => part(`${mark}${index}`, index)).join('')}\
  - {id: restored, milestone: service_restored}
  - {id: done, end: recovered}
`;

const part = (name: string, index: number): string => `\
  - {heading: Shard ${index}, phase: recovery}
  - id: look_${name}
    title: Look at shard ${index}
    effects: read
    estimate: 10s
    sql:
      connection: "\${inputs.database}"
      statements: [select count(*) as n from shard where number = $1]
      params: ["${index}"]
    expect: "rows[0].n > 0"
    outputs: {n: "rows[0].n"}
  - id: stop_${name}
    title: Stop its writes
    estimate: {p50: 20s, p90: 1m}
    sql:
      connection: "\${inputs.database}"
      statements: ['alter role :"app" nologin']
      params: {app: "\${inputs.app}"}
    requires: [{probe: is_up}]
    verify: [{probe: writes_stopped, within: 30s}]
    undo: {sql: {connection: "\${inputs.database}", statements: ['alter role :"app" login'], params: {app: "\${inputs.app}"}}}
  - id: copy_${name}
    title: Copy what is missing
    idempotent: true
    retry: {attempts: 3, delay: 5s}
    command: copy-shard --number ${index} --rows=\${steps.look_${name}.outputs.n} "\${inputs.host}"
    expect: "exit == 0 && json.copied >= steps.look_${name}.outputs.n"
    outputs: {copied: json.copied}
  - id: go_${name}
    title: Switch shard ${index}?
    approval: {ask: "\${steps.copy_${name}.outputs.copied} rows were copied. Switch?", from: [approver]}
  - id: switch_${name}
    title: Switch it
    effects: destructive
    touches: ["\${inputs.host}"]
    requires: [{probe: writes_stopped}]
    point_of_no_return: true
    command: [switch-shard, "${index}"]
  - id: way_${name}
    title: Is it slow?
    decision:
      ask: How does it answer?
      choose: "steps.copy_${name}.outputs.copied > 1000 ? 'slow' : 'fast'"
      branches:
        fast: It is fast
        slow:
          title: It is slow
          steps: [{id: warm_${name}, title: Warm it, when: "inputs.app != ''", command: [warm-shard, "${index}"]}]
  - id: check_${name}
    title: It answers
    check: {probe: is_up, every: 2s, within: 1m}
  - id: tell_${name}
    title: Tell the team
    instruction: Say that shard ${index} is back with \${steps.copy_${name}.outputs.copied} rows.
  - {id: name_${name}, let: {rows_${name}: "steps.look_${name}.outputs.n + 0"}}
`;
