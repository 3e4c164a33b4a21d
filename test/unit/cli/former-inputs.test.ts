/** The inputs of a run that goes on. */
import {expect, test} from 'vitest';
import {formerInputs} from '../../../src/cli/former-inputs.ts';
import type {Fact} from '../../../src/run/event.ts';
import {loadRunbook} from '../../../src/runbook/load-runbook.ts';
import {runStarted} from '../../support/journals.ts';
import {recovered, runbookText} from '../../support/runbook-text.ts';

const top = `
drill:
  lab: none
  inputs: {database: "postgresql://app@db-1/shop", table: orders, password: "\${lab.primary}"}
  answers: {go: done}
  variants: {without_the_lab: {inputs: {password: swordfish}}}`;

const envelope = {
  seq: 0,
  session: 1,
  at: '2026-11-23T00:19:57.000Z',
  monoUs: 0,
  actor: {name: 'engine', via: 'engine'},
} as const;

const inputsOf = (variant: string | undefined) => {
  const {runbook} = loadRunbook(runbookText(`- {id: go, title: Go, instruction: Go}${recovered}`, {top}), {
    today: '2026-11-24',
  });
  if (runbook === undefined) {
    throw new Error('the runbook of this test does not load');
  }
  const {body} = runStarted({inputs: {table: 'orders'}, secrets: ['password'], ...(variant && {variant})});
  const first = {...body, ...envelope} as Extract<Fact, {type: 'run-started'}>;
  return formerInputs({runbook, first, former: {how: 'table'}, file: undefined});
};

test('a drill of a variant goes on with the inputs of that variant, whose lab may lack what others need', async () => {
  expect(await inputsOf('without_the_lab')).toMatchObject({ok: true, value: {values: {password: 'swordfish'}}});
  expect(await inputsOf(undefined)).toMatchObject({ok: false});
});
