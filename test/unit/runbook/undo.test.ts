/** How a step is taken back. */
import {expect, test} from 'vitest';
import {loadRunbook} from '../../../src/runbook/load-runbook.ts';
import {recovered, runbookText} from '../../support/runbook-text.ts';

const load = (undo: string) =>
  loadRunbook(runbookText(`- {id: stop, title: Stop, command: stop shop, undo: ${undo}}${recovered}`), {
    today: '2026-11-24',
  });

test.each([
  ['Start it again', {kind: 'instruction', do: 'Start it again'}],
  ['{instruction: Start it again}', {kind: 'instruction', do: 'Start it again'}],
  ['{instruction: {do: Start it again}}', {kind: 'instruction', do: 'Start it again'}],
  ['{command: start shop}', {kind: 'command', run: ['start', 'shop']}],
])('%s', (undo, expected) => {
  const {runbook, diagnostics} = load(undo);

  expect(diagnostics).toEqual([]);
  expect(runbook?.steps[0]?.undo).toMatchObject(expected);
});

test.each([
  ['{comand: start shop}', 'an undo has no field "comand"'],
  ['{command: start shop, on: {ssh: db-1}}', 'an undo has no field "on"'],
  ['{command: start shop, instruction: Start it}', 'an undo must be one action or one instruction'],
  ['{}', 'an undo must be one action or one instruction'],
  ['5', 'an undo must be an action or an instruction'],
  ['""', '"do" must not be empty'],
  ['{instruction: {do: Start it, checklist: [It runs]}}', 'an instruction that takes back has no field "checklist"'],
])('%s is refused: nothing that is written there is passed over', (undo, message) => {
  expect(load(undo).diagnostics.map(found => found.message)).toEqual([message]);
});
