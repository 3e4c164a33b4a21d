/** The written reference strategy as runbooks: each scenario and each routine procedure can be said in the language. */
import {readdirSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {besideOf} from '../../src/cli/runbook-files.ts';
import {codeFrame, sourceOf} from '../../src/diagnostics/code-frame.ts';
import {parsePlan} from '../../src/plan/parse-plan.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import type {Runbook, Step} from '../../src/runbook/runbook.ts';
import {allSteps} from '../../src/runbook/walk.ts';

const folder = new URL('../fixtures/strategy/', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

/** What the strategy names: four scenarios, and what is done with nobody in need. */
const scenarios = ['data-deletion', 'database-corruption', 'infrastructure-failure', 'security-breach'];
const routines = [
  'access-review',
  'backup-verification',
  'health-check',
  'monthly-drill',
  'point-in-time-recovery',
  'procedure-review',
  'restore-dump',
  'restore-table',
  'restore-test',
  'retention',
  'take-backup',
];
const names = [...scenarios, ...routines];

/** The day on which they are read. */
const today = '2026-11-29';

const {plan} = parsePlan(read('plan.yaml'));

const load = (name: string) =>
  loadRunbook(read(`${name}.yaml`), {
    ...(plan !== undefined && {plan}),
    today,
    beside: besideOf(new URL(`${name}.yaml`, folder).pathname),
  });

const runbooks = new Map(names.map(name => [name, load(name).runbook] as const));
const stepsOf = (runbook: Runbook | undefined): readonly Step[] => [...allSteps(runbook?.steps ?? [])];

test('every procedure of the strategy has its runbook', () => {
  const written = readdirSync(folder).filter(file => file.endsWith('.yaml') && file !== 'plan.yaml');

  expect(written.map(file => file.slice(0, -'.yaml'.length)).sort()).toEqual([...names].sort());
  expect(scenarios.map(name => runbooks.get(name)?.scenario)).toEqual([
    'deletion',
    'corruption',
    'infrastructure',
    'breach',
  ]);
});

test('the plan carries the contacts, the promises and the four levels of escalation', () => {
  expect(Object.keys(plan?.contacts ?? {})).toEqual([
    'database_administrator',
    'devops_engineer',
    'on_call_engineer',
    'technical_lead',
  ]);
  expect(plan?.objectives.critical).toEqual({rtoMs: 3_600_000, rpoMs: 3_600_000});
  expect(plan?.escalation.map(({level}) => level)).toEqual([1, 2, 3, 4]);
});

test.each(names)('the linter finds nothing in %s', name => {
  const source = sourceOf(`${name}.yaml`, read(`${name}.yaml`));

  expect(load(name).diagnostics.map(diagnostic => codeFrame(diagnostic, source))).toEqual([]);
});

test('only what the strategy contradicts itself in is waived', () => {
  const waived = names.flatMap(name => load(name).waivers.map(({rule}) => `${name}: ${rule}`));

  // It promises an hour, and a day for the full system; it expects two hours for these, and two days for a breach.
  expect(waived).toEqual([
    'data-deletion: objective/worst-path-over-rto',
    'database-corruption: objective/worst-path-over-rto',
    'security-breach: objective/worst-path-over-rto',
  ]);
});

test('nothing in them needs a shell', () => {
  const scripts = names.flatMap(name =>
    stepsOf(runbooks.get(name))
      .filter(step => step.kind === 'script')
      .map(({id}) => `${name}: ${id}`),
  );

  // Both pipelines of the strategy are single programs: pg_dump compresses by itself, and what is compressed is unpacked first.
  expect(scripts).toEqual([]);
  // Nor does one hide in a command.
  const shells = /^(?:.*\/)?(?:ba|da|z|k)?sh$/;
  const commands = names.flatMap(name =>
    stepsOf(runbooks.get(name)).flatMap(step =>
      step.kind === 'command' && step.action.kind === 'command' ? [step.action] : [],
    ),
  );
  expect(commands.length).toBeGreaterThan(30);
  expect(commands.filter(({run: [program]}) => typeof program === 'string' && shells.test(program))).toEqual([]);
});

test('they use the whole language', () => {
  const kinds = new Set(names.flatMap(name => stepsOf(runbooks.get(name)).map(({kind}) => kind)));

  expect([...kinds].sort()).toEqual([
    'approval',
    'assert',
    'check',
    'command',
    'decision',
    'end',
    'foreach',
    'group',
    'http',
    'include',
    'input',
    'instruction',
    'let',
    'milestone',
    'notify',
    'parallel',
    'repeat',
    'sql',
    'wait',
  ]);
});

test('each scenario has symptoms, a worst hour that was thought through, and a next step', () => {
  for (const name of scenarios) {
    const runbook = runbooks.get(name);
    expect({name, symptoms: runbook?.symptoms.length}).toEqual({name, symptoms: expect.toSatisfy(count => count >= 2)});
    expect(runbook?.symptoms.some(({check}) => check !== undefined)).toBe(true);
    expect(runbook?.deadlines.length).toBeGreaterThan(0);
    expect(runbook?.next).toBe('procedure-review');
    expect(stepsOf(runbook).some(({kind}) => kind === 'approval')).toBe(true);
  }
});
