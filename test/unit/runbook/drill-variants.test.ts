/** The drills of a runbook by their names. */
import {expect, test} from 'vitest';
import {drillAt, drillNamed, drillOfRun, drillsOf} from '../../../src/runbook/drill-variants.ts';
import type {Drill, DrillBlock} from '../../../src/runbook/runbook.ts';

const drill: Drill = {
  lab: 'postgres',
  dataset: {name: 'ticketing', scale: 100},
  fault: {name: 'delete_rows', fields: {table: 'payments'}},
  inputs: {},
  answers: {},
  accept: [],
  keepsNewerWrites: true,
};
const dropped = {...drill, name: 'dropped', title: 'A table is gone', fault: {name: 'drop_table', fields: {}}};
const runbook: {drill: DrillBlock} = {drill: {...drill, variants: [dropped]}};

test('a runbook has the drill of its drill block and each variant, and without one no drill', () => {
  expect(drillsOf(runbook).map(({variant, title}) => [variant, title])).toEqual([
    [undefined, undefined],
    ['dropped', 'A table is gone'],
  ]);
  expect(drillsOf({})).toEqual([]);
});

test('a drill is found by the name of its variant; without a name it is that of the drill block', () => {
  expect(drillNamed(runbook, undefined)?.drill.fault?.name).toBe('delete_rows');
  expect(drillNamed(runbook, 'dropped')?.drill.fault?.name).toBe('drop_table');
  expect(drillNamed(runbook, 'gone')).toBeUndefined();
});

test('a run whose variant an amendment took away is judged by the drill block', () => {
  expect(drillOfRun(runbook, 'dropped')?.fault?.name).toBe('drop_table');
  expect(drillOfRun(runbook, 'gone')?.fault?.name).toBe('delete_rows');
});

test('a place of the document belongs to the variant that it stands in, else to the drill block', () => {
  expect(drillAt(runbook, ['drill', 'variants', 'dropped', 'inputs', 'table'])?.variant).toBe('dropped');
  expect(drillAt(runbook, ['drill', 'inputs', 'table'])?.variant).toBeUndefined();
  expect(drillAt(runbook, ['steps', 0, 'drill'])?.variant).toBeUndefined();
});
