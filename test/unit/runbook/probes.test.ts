/** Probes as steps ask them: with their defaults, and one that asks another. */
import {expect, test} from 'vitest';
import {loadRunbook} from '../../../src/runbook/load-runbook.ts';
import type {Runbook, Step} from '../../../src/runbook/runbook.ts';
import {recovered, runbookText} from '../../support/runbook-text.ts';

const load = (steps: string, pieces?: Parameters<typeof runbookText>[1]): Runbook => {
  const {runbook, diagnostics} = loadRunbook(runbookText(steps + recovered, pieces), {today: '2026-11-24'});
  expect(diagnostics).toEqual([]);
  return runbook ?? ({} as Runbook);
};

const first = (steps: string, pieces?: Parameters<typeof runbookText>[1]): Step | undefined =>
  load(steps, pieces).steps[0];

test('a probe tries once, for 30 seconds, unless it says otherwise', () => {
  const [once, patient, timed] = load(`
- {id: once, title: Once, check: {command: pg_isready}}
- {id: patient, title: Patient, check: {command: pg_isready, every: 5s, within: 2m, fail_when: exit == 3}}
- {id: timed, title: Timed, timeout: 5s, check: {not: is_up}}`).steps;

  expect(once).toMatchObject({
    kind: 'check',
    effects: 'read',
    probe: {action: {run: ['pg_isready']}, negated: false, everyMs: 1_000, timeoutMs: 30_000},
  });
  expect(once).not.toHaveProperty('probe.withinMs');
  expect(once).not.toHaveProperty('probe.name');
  expect(patient).toMatchObject({probe: {everyMs: 5_000, withinMs: 120_000, failWhen: 'exit == 3'}});
  expect(timed).toMatchObject({probe: {name: 'not is_up', negated: true, timeoutMs: 5_000}});
});

test('a named probe can be asked with other patience', () => {
  const step = first(
    '- {id: go, title: Go, instruction: Go, verify: [{probe: settled, within: 1m}], requires: {not: settled}}',
    {
      probes:
        'settled: {sql: {connection: "${inputs.database}", query: select 1 as n}, expect: "rows[0].n == 1", within: 5s}',
    },
  );

  expect(step).toMatchObject({
    verify: [{name: 'settled', negated: false, withinMs: 60_000, expect: 'rows[0].n == 1'}],
    requires: [{name: 'not settled', negated: true, withinMs: 5_000}],
  });
});

test('a named probe that asks another one asks what that one asks, and not of a not is neither', () => {
  const step = first(
    '- {id: go, title: Go, instruction: Go, verify: [{probe: stopped}, {not: stopped}, {probe: at_rest}, {not: at_rest}]}',
    {probes: 'stopped: {not: is_up}\nat_rest: {probe: stopped, within: 1m}'},
  );

  expect(step).toMatchObject({
    verify: [
      {name: 'stopped', negated: true, action: {run: ['pg_isready']}},
      {name: 'not stopped', negated: false},
      {name: 'at_rest', negated: true, withinMs: 60_000},
      {name: 'not at_rest', negated: false},
    ],
  });
});

test('what a named probe reads must have run before each step that asks it', () => {
  const probes = 'copied: {command: [diff, "${steps.copy.outputs.path}"]}';
  const copy = '- {id: copy, title: Copy, command: copy, outputs: {path: stdout}}';
  const ask = '- {id: ask, title: Ask, check: {probe: copied}}';

  expect(load(`${copy}\n${ask}`, {probes}).steps).toHaveLength(4);
  const {diagnostics} = loadRunbook(runbookText(`${ask}\n${copy}${recovered}`, {probes}), {today: '2026-11-24'});
  expect(diagnostics.map(({message}) => message)).toEqual(['step "copy" has not run when "ask" needs it']);
});

test('what is wrong with the probes of a step shows also while something else of it is wrong', () => {
  const text = runbookText(
    '- {id: review, title: Review, include: access-review, drill: {comand: date}}\n- {id: a, title: A, sql: {}, verify: {within: 5s}}',
  );
  const said = loadRunbook(text, {today: '2026-11-24'}).diagnostics.map(({code, message}) => `${code}: ${message}`);

  expect(said).toEqual(
    expect.arrayContaining([
      'step/unknown-field: the drill of a step has no field "comand"',
      'probe/source: a probe needs something to ask',
    ]),
  );
});
