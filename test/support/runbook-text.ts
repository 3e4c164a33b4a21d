/** A short runbook as text, for tests that only care about some of its lines. */

type Pieces = {
  /** Lines at the top level, instead of or besides the usual ones. */
  readonly top?: string;
  readonly inputs?: string;
  readonly probes?: string;
};

const indented = (text: string, by: number): string =>
  text
    .split('\n')
    .map(line => (line.trim() === '' ? line : `${' '.repeat(by)}${line}`))
    .join('\n');

/** A runbook with these steps (a YAML list without indentation). */
export const runbookText = (steps: string, {top = '', inputs = '', probes = ''}: Pieces = {}): string => `\
format: 1
id: test-runbook
version: "1"
title: A runbook for a test
scenario: routine
summary: It is only read.
owner: database_administrator
objectives: {rto: 1h, rpo: none}
clock: {start: disruption, stop: service_restored}
roles:
  db_operator: {contact: database_administrator}
  approver: {contact: technical_lead}
defaults: {role: db_operator, drill: run}
inputs:
  database: {type: connection}
  table: {type: identifier}
  password: {type: secret}
${indented(inputs, 2)}
probes:
  is_up: {command: pg_isready}
${indented(probes, 2)}
${top}
steps:
${indented(steps, 2)}
`;

/** The end that most runbooks come to. */
export const recovered = `
- {id: restored, milestone: service_restored}
- {id: done, end: recovered}`;
