/** The inputs that a runbook declares, as the model has them. */
import {expect, test} from 'vitest';
import {loadRunbook} from '../../../src/runbook/load-runbook.ts';
import type {Runbook} from '../../../src/runbook/runbook.ts';
import {recovered, runbookText} from '../../support/runbook-text.ts';

const load = (steps: string, pieces?: Parameters<typeof runbookText>[1]): Runbook => {
  const {runbook, diagnostics} = loadRunbook(runbookText(steps + recovered, pieces), {today: '2026-11-24'});
  expect(diagnostics).toEqual([]);
  return runbook ?? ({} as Runbook);
};

test('inputs keep what was declared, and defaults are kept as values are', () => {
  const {inputs} = load('- {id: go, title: Go, instruction: Go}', {
    inputs: `
keep: {type: duration, default: 90m, ask: "How long?"}
tables: {type: list, of: identifier, default: "a, b"}
at: {type: timestamp, optional: true, sets: disruption, from: {env: LOST_AT}}
way: {type: choice, of: [dump, archive]}`,
  });

  expect(inputs).toMatchObject({
    database: {name: 'database', type: 'connection', optional: false},
    keep: {default: 'PT1H30M', ask: 'How long?'},
    tables: {of: 'identifier', default: ['a', 'b']},
    at: {optional: true, sets: 'disruption', from: {env: 'LOST_AT'}},
    way: {of: ['dump', 'archive']},
  });
});

test('a pattern that cannot be used is told once, where it stands', () => {
  const text = runbookText(`- {id: go, title: Go, instruction: Go}${recovered}`, {
    inputs: `
host: {type: string, default: db-1, pattern: "("}`,
  });

  expect(loadRunbook(text, {today: '2026-11-24'}).diagnostics.map(({message}) => message)).toEqual([
    '"(" is not a pattern we can use: a bracket is not closed',
  ]);
});
