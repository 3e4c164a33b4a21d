/** How long an action may take, by the action that is really performed. */
import {expect, test} from 'vitest';
import {interactiveTimeoutMs, timeoutFor} from '../../../src/runbook/timeouts.ts';
import {commandStep} from '../../support/model.ts';

const plain = {kind: 'command', run: ['restore'], env: {}} as const;
const typed = {kind: 'command', run: ['psql'], env: {}, interactive: true} as const;
const step = (action: typeof plain | typeof typed, timeoutMs: number) =>
  ({...commandStep('log_in'), kind: 'command', shape: 'action', action, timeoutMs}) as const;

test('the undo of a step that people type into has no day, and an undo that they type into has one', () => {
  expect(timeoutFor(step(typed, interactiveTimeoutMs), typed)).toBe(86_400_000);
  expect(timeoutFor(step(typed, interactiveTimeoutMs), plain)).toBe(900_000);
  expect(timeoutFor(step(plain, 900_000), typed)).toBe(86_400_000);
});

test('what its author says of a step stands', () => {
  expect(timeoutFor(step(typed, 600_000), typed)).toBe(600_000);
  expect(timeoutFor(step(typed, 600_000), plain)).toBe(600_000);
  expect(timeoutFor(step(plain, 60_000), plain)).toBe(60_000);
});
