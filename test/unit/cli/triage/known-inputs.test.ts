/** Which inputs triage knows before anybody was asked, and what it says of the others. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {knownInputs} from '../../../../src/cli/triage/known-inputs.ts';
import {loadRunbook} from '../../../../src/runbook/load-runbook.ts';
import type {Runbook} from '../../../../src/runbook/runbook.ts';
import {temporaryDirectory} from '../../../support/journals.ts';
import {smallRunbook} from '../../../support/small-runbook.ts';

const variable = 'TRIAGE_TEST_DATABASE';
const nothing = {settings: {}, file: {}};

afterEach(() => {
  delete process.env[variable];
});

const withInputs = (inputs: string): Runbook => {
  const {runbook, diagnostics} = loadRunbook(smallRunbook('', `inputs: {${inputs}}`), {today: '2026-11-24'});
  if (!runbook) {
    throw new Error(diagnostics[0]?.message);
  }
  return runbook;
};

test('a default, the environment, a file, and the command line are known', () => {
  process.env[variable] = 'postgres://ops@db1/ticketing';
  const runbook = withInputs(
    `database: {type: connection, from: {env: ${variable}}}, site: {type: string, default: first}, tables: {type: list, of: identifier}, host: {type: hostname}`,
  );
  const {values, missing} = knownInputs(runbook, {settings: {tables: 'orders,payments'}, file: {host: 'web1.example'}});
  expect(values).toEqual({
    database: 'postgres://ops@db1/ticketing',
    site: 'first',
    tables: ['orders', 'payments'],
    host: 'web1.example',
  });
  expect(missing).toEqual({});
});

test('what is nowhere is missing, and it is said how it is given', () => {
  const runbook = withInputs(`database: {type: connection, from: {env: ${variable}}}, site: {type: string}`);
  expect(knownInputs(runbook, nothing).missing).toEqual({
    database: `input database is not known: set ${variable}`,
    site: 'input site is not known: give it with --set site=…',
  });
});

test('what may be left out and is, is as good as not known', () => {
  const {missing} = knownInputs(withInputs('app: {type: identifier, optional: true}'), nothing);
  expect(missing).toEqual({app: 'input app is not known: give it with --set app=…'});
});

test('no program is started for an input', () => {
  const mark = join(temporaryDirectory(), 'was-started');
  const from = `from: {command: [touch, ${mark}]}`;
  const runbook = withInputs(`site: {type: string, ${from}}, port: {type: integer, default: 5432, ${from}}`);
  const {missing, values} = knownInputs(runbook, nothing);
  expect(missing.site).toContain('comes from a program, which triage does not start');
  expect(values.port).toBe(5432);
  expect(() => writeFileSync(mark, '', {flag: 'wx'})).not.toThrow();
});

test('a value that does not fit is missing, and why is said', () => {
  const {missing, values} = knownInputs(withInputs('host: {type: hostname}'), {settings: {host: 'no host!'}, file: {}});
  expect(values.host).toBeNull();
  expect(missing.host).toContain('Input "host"');
});
