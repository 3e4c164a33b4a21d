/** What a runbook says about its drills. */
import {expect, test} from 'vitest';
import {loadRunbook} from '../../../src/runbook/load-runbook.ts';
import type {Runbook} from '../../../src/runbook/runbook.ts';
import {recovered, runbookText} from '../../support/runbook-text.ts';

const load = (steps: string, pieces?: Parameters<typeof runbookText>[1]): Runbook => {
  const {runbook, diagnostics} = loadRunbook(runbookText(steps + recovered, pieces), {today: '2026-11-24'});
  expect(diagnostics).toEqual([]);
  return runbook ?? ({} as Runbook);
};

test('a drill has a lab, a fault, inputs, answers and an oracle of its own', () => {
  const {drill} = load('- {id: go, title: Go, instruction: Go}', {
    top: `
drill:
  lab: postgres
  dataset: {name: ticketing, scale: 100}
  fault: {delete_rows: {table: payments, where: "id < 10"}}
  inputs: {database: "\${lab.primary}", table: payments, password: swordfish}
  answers: {go: done}
  accept:
    - {sql: {connection: "\${lab.primary}", query: "select 0 as lost"}, expect: "rows[0].lost == 0"}`,
  });

  expect(drill).toMatchObject({
    lab: 'postgres',
    dataset: {name: 'ticketing', scale: 100},
    fault: {name: 'delete_rows', fields: {table: 'payments', where: 'id < 10'}},
    inputs: {database: '${lab.primary}', table: 'payments', password: 'swordfish'},
    answers: {go: 'done'},
    accept: [{expect: 'rows[0].lost == 0', action: {kind: 'sql'}}],
  });
});

test('the lab exists only in drills', () => {
  const text = runbookText(`- {id: go, title: Go, command: ["x", "\${lab.primary.host}"]}${recovered}`);

  expect(loadRunbook(text, {today: '2026-11-24'}).diagnostics).toMatchObject([{code: 'expression/type'}]);
});

const withVariants = (variants: string) =>
  load('- {id: go, title: Go, instruction: Go}', {
    top: `
drill:
  lab: postgres
  dataset: {name: ticketing, scale: 100}
  fault: {delete_rows: {table: payments, where: "id < 10"}}
  inputs: {database: "\${lab.primary}", table: payments, password: swordfish}
  answers: {go: done}
  accept: {sql: {connection: "\${lab.primary}", query: "select 0 as lost"}, expect: "rows[0].lost == 0"}
  variants: ${variants}`,
  }).drill?.variants;

test('a variant is the drill with its own fields in their places, inputs and answers one by one', () => {
  const [orders, none] =
    withVariants(`
    orders_only:
      title: Only orders
      dataset: {name: ticketing, scale: 500}
      fault: {drop_table: {table: orders}}
      inputs: {table: orders}
      keeps_newer_writes: false
    as_it_is: {}`) ?? [];

  expect(orders).toMatchObject({
    name: 'orders_only',
    title: 'Only orders',
    lab: 'postgres',
    dataset: {scale: 500},
    fault: {name: 'drop_table', fields: {table: 'orders'}},
    inputs: {database: '${lab.primary}', table: 'orders', password: 'swordfish'},
    answers: {go: 'done'},
    accept: [{expect: 'rows[0].lost == 0'}],
    keepsNewerWrites: false,
  });
  expect(none).toMatchObject({name: 'as_it_is', fault: {name: 'delete_rows'}, keepsNewerWrites: true});
});

test('what a variant accepts by stands in the place of what the drill accepts by', () => {
  const probe = '{sql: {connection: "${lab.primary}", query: "select 1 as kept"}, expect: "rows[0].kept == 1"}';
  expect(withVariants(`{strict: {accept: ${probe}}, lenient: {accept: []}}`)).toMatchObject([
    {accept: [{expect: 'rows[0].kept == 1'}]},
    {accept: []},
  ]);
});
