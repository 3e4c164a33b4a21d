/** What a drill lacks is known before its lab is built. */
import {expect, test} from 'vitest';
import {drillLacks, programsMissing} from '../../../../src/cli/drills/drill-lacks.ts';
import type {Drillable} from '../../../../src/cli/drills/find-drill.ts';
import type {Drill} from '../../../../src/runbook/runbook.ts';
import {commandStep, runbookOf} from '../../../support/model.ts';

const drill: Drill = {
  lab: 'postgres',
  dataset: {name: 'ticketing', scale: 100},
  fault: {name: 'delete_rows', fields: {table: 'payments', where: 'true'}},
  inputs: {},
  answers: {},
  accept: [],
  keepsNewerWrites: true,
};

const lackOf = (change: Partial<Drill>, program = '/bin/sh') =>
  drillLacks({
    catalogued: {runbook: runbookOf([commandStep('fence', [program])])},
    named: {drill: {...drill, ...change}, path: ['drill']},
    // Only the runbook of it is looked at.
  } as unknown as Drillable);

test('a fault that the lab does not know is named with the one that was meant', async () => {
  const fault = {name: 'delete_row', fields: {}};
  expect(await lackOf({fault})).toMatchObject({exit: 'invalid', hint: 'did you mean "delete_rows"?'});
});

test('a lab without a fault would be cured of nothing', async () => {
  const {fault: _fault, ...without} = drill;
  const found = await drillLacks({
    catalogued: {runbook: runbookOf([])},
    named: {drill: without, path: ['drill']},
  } as unknown as Drillable);
  expect(found).toMatchObject({exit: 'invalid', message: expect.stringContaining('names no fault')});
});

test('a program that is not here is said with the step that needs it; at a table nothing is called', async () => {
  expect(await lackOf({}, 'no-such-fence')).toMatchObject({
    exit: 'usage',
    message: 'no-such-fence is not here; step fence needs it.',
  });
  expect(await lackOf({lab: 'none'}, 'no-such-fence')).toBeUndefined();
  expect(await lackOf({})).toBeUndefined();
});

test('of several drills each program is looked for once, and what is there is passed over afterwards', async () => {
  const drillable = (program: string) =>
    ({
      catalogued: {runbook: runbookOf([commandStep('fence', [program])])},
      named: {drill, path: ['drill']},
    }) as unknown as Drillable;
  const missing = await programsMissing([drillable('no-such-fence'), drillable('/bin/sh'), drillable('no-such-fence')]);
  expect([...missing]).toEqual(['no-such-fence']);
  const isMissing = (program: string) => missing.has(program);
  expect(await drillLacks(drillable('no-such-fence'), isMissing)).toMatchObject({exit: 'usage'});
  expect(await drillLacks(drillable('no-such-fence'), () => false)).toBeUndefined();
});
