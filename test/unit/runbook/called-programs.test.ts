/** Which programs a runbook calls: behind others, in checks and ways back, and on which ways. */
import {expect, test} from 'vitest';
import {calledPrograms} from '../../../src/runbook/called-programs.ts';
import type {Drill} from '../../../src/runbook/runbook.ts';
import {branch, commandStep, decisionStep, includeStep, probe, runbookOf, sqlStep} from '../../support/model.ts';

/** `pg_dump, must at dump`. */
const told = (called: ReturnType<typeof calledPrograms>): readonly string[] =>
  called.map(({program, isCertain, step}) => `${program}, ${isCertain ? 'must' : 'may'} at ${step}`);

const drill = (extra: Partial<Drill> = {}): Drill => ({
  lab: 'postgres',
  dataset: {name: 'ticketing', scale: 100},
  inputs: {},
  answers: {},
  accept: [],
  keepsNewerWrites: true,
  ...extra,
});

test('a program counts where it stands behind another one, and not where a container or a value has it', () => {
  const runbook = runbookOf([
    commandStep('stop', ['sudo', '-u', 'postgres', 'pg_ctl', 'stop']),
    commandStep('dump', ['docker', 'exec', 'db', 'pg_dump']),
    commandStep('fence', ['${inputs.fence}', 'off']),
  ]);
  expect(told(calledPrograms(runbook))).toEqual(['sudo, must at stop', 'pg_ctl, must at stop', 'docker, must at dump']);
});

test('checks count as their step does, a way back may be needed, and SQL calls nothing', () => {
  const undo = {kind: 'command', run: ['systemctl', 'start', 'shop'], env: {}} as const;
  const runbook = runbookOf([sqlStep('lock', ['select 1'], {verify: [probe('locked')], undo})]);
  expect(told(calledPrograms(runbook))).toEqual(['/usr/bin/look, must at lock', 'systemctl, may at lock']);
});

test('what runs on another host needs ssh here, and nothing else', () => {
  const action = {kind: 'command', run: ['pg_ctl', 'promote'], env: {}, on: 'dba@standby'} as const;
  expect(
    told(calledPrograms(runbookOf([{...commandStep('promote'), kind: 'command', shape: 'action', action}]))),
  ).toEqual(['ssh, must at promote']);
});

const ways = runbookOf([
  decisionStep('way', [
    branch('dump', [commandStep('load', ['pg_restore', 'x'])]),
    branch('copy', [commandStep('fetch', ['rsync', 'x'])]),
  ]),
  commandStep('tell', ['curl', 'x'], {when: 'inputs.app != null'}),
]);

test('in an incident every way may be gone, and what has a condition may be passed by', () => {
  expect(told(calledPrograms(ways))).toEqual(['pg_restore, may at load', 'rsync, may at fetch', 'curl, may at tell']);
});

test('a drill goes the ways that it answers, and calls nothing that it simulates', () => {
  expect(told(calledPrograms(ways, drill({answers: {way: 'dump'}})))).toEqual([
    'pg_restore, must at load',
    'curl, may at tell',
  ]);
  const simulated = runbookOf([commandStep('fence', ['ipmitool'], {drill: {do: 'simulate', outputs: {}}})]);
  expect(calledPrograms(simulated, drill())).toEqual([]);
});

test('what is included is called as well', () => {
  const runbook = runbookOf([includeStep('first', ways)]);
  expect(told(calledPrograms(runbook, drill({answers: {'first/way': 'copy'}})))).toEqual([
    'rsync, must at fetch',
    'curl, may at tell',
  ]);
});
