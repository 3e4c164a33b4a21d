/** How long an action may take, by the action that is really performed. */
import {expect, test} from 'vitest';
import {loadRunbook} from '../../../src/runbook/load-runbook.ts';
import {timeoutFor} from '../../../src/runbook/timeouts.ts';
import {recovered, runbookText} from '../../support/runbook-text.ts';

const plain = {kind: 'command'} as const;
const typed = {kind: 'command', interactive: true} as const;
const stepWith = (fields: string, pieces: Parameters<typeof runbookText>[1] = {}) => {
  const text = runbookText(`- {id: log_in, title: Log in, estimate: 1m, ${fields}}${recovered}`, pieces);
  const [step] = loadRunbook(text, {today: '2026-11-24'}).runbook?.steps ?? [];
  if (!step) {
    throw new Error('the runbook is not sound');
  }
  return step;
};
const asking = 'command: {run: [psql], interactive: true}';

test('the undo of a step that people type into has no day, and an undo that they type into has one', () => {
  expect(timeoutFor(stepWith(asking), typed)).toBe(86_400_000);
  expect(timeoutFor(stepWith(asking), plain)).toBe(900_000);
  expect(timeoutFor(stepWith('command: restore'), typed)).toBe(86_400_000);
});

test('what its author says of a step stands, also where that is a day', () => {
  expect(timeoutFor(stepWith(`${asking}, timeout: 10m`), typed)).toBe(600_000);
  expect(timeoutFor(stepWith(`${asking}, timeout: 10m`), plain)).toBe(600_000);
  expect(timeoutFor(stepWith(`${asking}, timeout: 24h`), plain)).toBe(86_400_000);
  expect(timeoutFor(stepWith('command: restore, timeout: 1m'), plain)).toBe(60_000);
});
