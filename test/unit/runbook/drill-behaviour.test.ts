/** What a step does in a drill. */
import {expect, test} from 'vitest';
import {loadRunbook} from '../../../src/runbook/load-runbook.ts';
import {recovered, runbookText} from '../../support/runbook-text.ts';

const load = (drill: string) =>
  loadRunbook(
    runbookText(`- {id: stop, title: Stop, command: stop shop, outputs: {n: stdout}, drill: ${drill}}${recovered}`),
    {
      today: '2026-11-24',
    },
  );

test.each([
  ['skip', {do: 'skip'}],
  ['simulate', {do: 'simulate', outputs: {}}],
  ['{outputs: {n: 4}}', {do: 'simulate', outputs: {n: 4}}],
  ['{command: stop lab}', {do: 'instead', action: {kind: 'command', run: ['stop', 'lab']}}],
])('%s', (drill, expected) => {
  const {runbook, diagnostics} = load(drill);

  expect(diagnostics).toEqual([]);
  expect(runbook?.steps[0]?.drill).toMatchObject(expected);
});

const sentence = 'the drill of a step must be run, simulate, skip, {outputs: …} or another action';

test.each([
  ['later', sentence],
  ['[skip]', sentence],
  ['{}', sentence],
  ['{command: stop lab, outputs: {n: 4}}', sentence],
  ['{comand: stop lab}', 'the drill of a step has no field "comand"'],
  ['{command: stop lab, timeout: 5m}', 'the drill of a step has no field "timeout"'],
])('%s is refused: nothing that is written there is passed over', (drill, message) => {
  expect(load(drill).diagnostics.map(found => found.message)).toEqual([message]);
});
