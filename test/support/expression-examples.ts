/** Expressions, texts and commands that the reference shows; each is tried where the page is written. */
import type {Json} from '../../src/base/canonical-json.ts';
import {connectionValue, durationValue, timeValue} from '../../src/runbook/expressions/scope.ts';

/** What they see. */
export const scope = {
  inputs: {
    tables: ['orders', 'tickets'],
    database: connectionValue('postgres://ada:secret@db-1:5432/shop'),
    note: null,
    host: 'db-1',
    hosts: 3,
    deleted_at: timeValue('2026-11-24T02:47:00Z'),
    longest: durationValue(5_400_000),
  },
  rows: [{id: 7, n: 240}],
  stdout: 'db-1\ndb-2\n',
};

/** What authors use, by what it is for; each is tried, and what it gives stands beside it. */
export const operators = [
  'inputs.host == "db-1" && inputs.hosts > 2',
  '!(inputs.host != "db-1" || inputs.hosts < 2)',
  'inputs.note == null ? "none" : inputs.note',
  '"orders" in inputs.tables',
  'rows[0].n',
  'inputs.host + ".example"',
  '7 / 2',
  '7.0 / 2.0',
  '7 % 2',
  'inputs.deleted_at - span("20m")',
  'inputs.longest > span("1h")',
  'inputs.database.host',
  '{"host": inputs.host, "tables": inputs.tables}',
];

export const functions: {readonly [name: string]: readonly string[]} = {
  size: ['size(inputs.tables)', '"abc".size()'],
  contains: ['"db-1.example".contains("example")'],
  startsWith: ['"db-1".startsWith("db")'],
  endsWith: ['"db-1".endsWith("1")'],
  matches: ['"db-1".matches("^db-[0-9]+$")'],
  split: ['"a,b".split(",")'],
  join: ['["a", "b"].join(", ")'],
  trim: ['"  a ".trim()'],
  lowerAscii: ['"DB".lowerAscii()'],
  upperAscii: ['"db".upperAscii()'],
  indexOf: ['"db-1".indexOf("-")'],
  lastIndexOf: ['"a/b/c".lastIndexOf("/")'],
  substring: ['"db-1".substring(3)', '"db-1".substring(0, 2)'],
  string: ['string(3)', 'string(span("90m"))'],
  int: ['int("4")', 'int(3.9)'],
  double: ['double("1.5")'],
  bool: ['bool("true")'],
  type: ['type(3) == int'],
  dyn: ['dyn(3) == 3.0'],
  span: ['span("1d")', 'span(inputs.longest)'],
  duration: ['duration("90m")'],
  timestamp: ['timestamp("2026-11-24T02:47:00Z")'],
  getFullYear: ['inputs.deleted_at.getFullYear()'],
  getHours: ['inputs.deleted_at.getHours()', 'inputs.deleted_at.getHours("Europe/Berlin")', 'span("1d").getHours()'],
  getMinutes: ['span("90m").getMinutes()'],
  has: ['has(inputs.host)'],
  exists: ['inputs.tables.exists(t, t == "orders")'],
  exists_one: ['[1, 2].exists_one(n, n > 1)'],
  all: ['[1, 2].all(n, n > 1)'],
  filter: ['[1, 2, 3].filter(n, n > 1)'],
  map: ['[1, 2].map(n, n * 10)', '[1, 2, 3].map(n, n > 1, n * 10)'],
  bind: ['cel.bind(n, rows[0].n, n * n)'],
};

export const texts = [
  '${inputs.hosts}',
  'We have ${inputs.hosts} hosts',
  '${inputs.tables}',
  'Tables: ${inputs.tables}',
  'Tables: ${inputs.tables.join(", ")}',
  'It was at ${inputs.deleted_at}',
  'Within ${inputs.longest}',
  '${inputs.note}',
  'Note: ${inputs.note}',
  '$${inputs.host} is written like that',
];

export const argvs: readonly (readonly (string | {readonly json: Json})[])[] = [
  ['drop', '--hosts=${inputs.hosts}', '${inputs.host}'],
  ['drop', '${inputs.tables}'],
  ['drop', '${inputs.note}', '--all'],
  ['drop', {json: {tables: '${inputs.tables}'}}],
];

/** Where a bare expression stands and where a text does not: as the loader takes them. */
export const bare = `
  - id: a
    title: A
    when: "1 == 1"
    recovery_point: "timestamp(stdout)"
    outputs: {n: "int(stdout)"}
    command: {run: [date]}
    expect: "exit == 0"
    verify: [{command: [date], expect: "exit == 0", fail_when: "exit > 3"}]
  - id: b
    title: B
    each: {in: "['x']"}
    command: [date, "\${item}"]
  - {id: c, assert: "1 == 1"}
  - {id: d, let: {n: "1"}}
  - {id: e, title: E, decision: {ask: Which?, choose: "'x'", branches: {x: {title: X, steps: [{id: e1, let: {m: "1"}}], outputs: {o: "1"}}}}}
  - {id: f, title: F, decision: {ask: Which?, propose: "'x'", branches: {x: X}}}
  - {id: g, title: G, foreach: {in: "['x']", steps: [{id: g1, let: {k: "1"}}]}}
  - {id: h, title: H, repeat: {max: 2, until: "1 == 1", steps: [{id: h1, let: {l: "1"}}]}}
`;
