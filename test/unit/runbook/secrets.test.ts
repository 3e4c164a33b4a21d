/** Which texts draw on a secret. */
import {expect, test} from 'vitest';
import {loadRunbook} from '../../../src/runbook/load-runbook.ts';
import type {Runbook} from '../../../src/runbook/runbook.ts';
import {drawsOnSecret, expressionDrawsOnSecret, secretInputs} from '../../../src/runbook/secrets.ts';
import {commandStep, letStep, runbookOf} from '../../support/model.ts';
import {recovered, runbookText} from '../../support/runbook-text.ts';

const {runbook, diagnostics} = loadRunbook(
  runbookText(`
- {id: token, title: Token, command: token, outputs: {value: {value: stdout, secret: true}, size: "size(stdout)"}}
- id: derived
  title: Derived
  command: {run: [x], stdin: "\${inputs.password}"}
  outputs: {header: "'Bearer ' + steps.token.outputs.value", host: inputs.database.host}
- id: way
  title: Way
  decision:
    ask: Which?
    branches:
      one: {outputs: {key: steps.derived.outputs.header}}
      two: {outputs: {key: "''"}}${recovered}`),
  {today: '2026-11-24'},
);
const book = runbook ?? ({} as Runbook);

test('the runbook is sound', () => {
  expect(diagnostics).toEqual([]);
});

test.each([
  'password ${inputs.password}',
  '${inputs.database}',
  '${inputs.database.uri}',
  '${inputs}',
  '${inputs[run.mode]}',
  '${size(inputs.password)}',
  '${steps.token.outputs.value}',
  '${steps.token.outputs["value"]}',
  '${steps.token.outputs}',
  '${steps.derived.outputs.header}',
  '${steps.way.outputs.key}',
  '${steps}',
])('%s draws on a secret', text => {
  expect(drawsOnSecret(text, book)).toBe(true);
});

test.each([
  'inputs.password',
  '$${inputs.password}',
  '${inputs.table}',
  '${inputs.database.host}:${inputs.database.port}/${inputs.database.database} ${inputs.database.user}',
  '${steps.token.status}',
  '${steps.token.outputs.size}',
  '${steps.derived.outputs.host}',
  '${steps.way.choice}',
])('%s does not', text => {
  expect(drawsOnSecret(text, book)).toBe(false);
});

test('expressions are asked in the same way, and secret inputs have names', () => {
  expect(expressionDrawsOnSecret('inputs.password', book)).toBe(true);
  expect(expressionDrawsOnSecret('inputs.table', book)).toBe(false);
  expect(secretInputs(book)).toEqual(['password', 'database']);
});

test('of a connection that a step asks for the parts are open and the whole is not', () => {
  const asking = loadRunbook(
    runbookText(`
- {id: where, title: Where, input: {type: connection, ask: Where to}}${recovered}`),
    {today: '2026-11-24'},
  );
  expect(asking.diagnostics).toEqual([]);
  const whole = asking.runbook ?? book;
  expect(drawsOnSecret('${steps.where.outputs.value.host}', whole)).toBe(false);
  expect(drawsOnSecret('${steps.where.outputs.value}', whole)).toBe(true);
  expect(drawsOnSecret('${steps.where.outputs}', whole)).toBe(true);
});

test('a secret is followed through any number of names, whichever way round they stand', () => {
  const count = 400;
  const names = Array.from({length: count}, (_, index) =>
    letStep(`name_${index}`, {[`v${index}`]: `values.v${index + 1}`}),
  );
  const steps = [
    ...names,
    letStep('last', {[`v${count}`]: 'steps.log_in.outputs.all'}),
    commandStep('log_in', ['log-in'], {outputs: {all: {value: 'steps.token.outputs', secret: false}}}),
    commandStep('token', ['token'], {outputs: {value: {value: 'stdout', secret: true}}}),
    letStep('open', {open: 'steps.token.status'}),
  ];
  for (const long of [runbookOf(steps), runbookOf(steps.toReversed())]) {
    expect(drawsOnSecret('${values.v0}', long)).toBe(true);
    expect(drawsOnSecret('${values.open}', long)).toBe(false);
  }
});
