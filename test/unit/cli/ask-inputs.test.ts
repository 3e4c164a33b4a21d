/** Inputs that are missing, asked for one after the other. */
import {expect, test} from 'vitest';
import {askInputs} from '../../../src/cli/ask-inputs.ts';
import type {InputDeclaration} from '../../../src/runbook/input-declaration.ts';

const declared = (name: string, rest: Partial<InputDeclaration>): InputDeclaration => ({
  name,
  type: 'string',
  optional: false,
  span: {from: 0, to: 0},
  ...rest,
});

/** A person who types these lines; then they are gone. */
const person = (...lines: readonly string[]) => personWho(lines, false);

const personWho = (lines: readonly string[], isInterrupting: boolean) => {
  const left = [...lines];
  const seen: string[] = [];
  const hidden: string[] = [];
  return {
    seen,
    hidden,
    say: (line: string) => void seen.push(line),
    wasInterrupted: () => isInterrupting && left.length === 0,
    ask: async (label: string, {isHidden}: {readonly isHidden: boolean}) => {
      seen.push(label);
      const line = left.shift();
      if (isHidden && line !== undefined) {
        hidden.push(line);
      }
      return line;
    },
  };
};

const note = 'Nothing has been started yet';
const now = {nowMs: () => Date.parse('2026-11-23T03:10:00Z'), zoneOffsetMinutes: 60};

test('each is asked in the words of its author until it can be read', async () => {
  const tables = declared('tables', {type: 'list', of: 'identifier', ask: 'Which tables lost rows?'});
  const ada = person('', 'orders, payments');
  expect(await askInputs([tables], {conversation: ada, now, note})).toEqual({
    ok: true,
    value: {tables: 'orders, payments'},
  });
  expect(ada.seen).toEqual([
    'One input is missing. Nothing has been started yet; Ctrl-C gives up.',
    'Which tables lost rows? [tables]: ',
    '  It is needed to go on.',
    'Which tables lost rows? [tables]: ',
  ]);
});

test('a time is said in UTC and in local time, and may be corrected before it counts', async () => {
  const deletedAt = declared('deleted_at', {type: 'timestamp', ask: 'When?'});
  const ada = person('02:47', '20 ago', '20m ago', '');
  expect(await askInputs([deletedAt], {conversation: ada, now, note})).toMatchObject({
    ok: true,
    value: {deleted_at: expect.stringMatching(/^2026-11-23T02:50:00/)},
  });
  expect(ada.seen).toContain('  That is 2026-11-23 01:47:00 UTC, 2026-11-23 02:47:00 local time.');
  expect(ada.seen).toContain('  That is 2026-11-23 02:50:00 UTC, 2026-11-23 03:50:00 local time.');
});

test('a connection is typed unseen and named without its password', async () => {
  const database = declared('database', {type: 'connection', ask: 'Which database?'});
  const ada = person('postgres://admin:hunter2@db1/shop');
  expect(await askInputs([database], {conversation: ada, now, note})).toMatchObject({ok: true});
  expect(ada.hidden).toEqual(['postgres://admin:hunter2@db1/shop']);
  expect(ada.seen.join('\n')).toContain('That is shop@db1.');
  expect(ada.seen.join('\n')).not.toContain('hunter2');
});

test('giving up is the refusal that says how the input is given otherwise', async () => {
  expect(await askInputs([declared('table', {})], {conversation: person(), now, note})).toMatchObject({
    ok: false,
    reason: {exit: 'usage', message: 'Input "table" is missing', hint: expect.stringContaining('--set table=…')},
  });
});

test('Ctrl-C says the same, and ends as shells tell a signal', async () => {
  const table = declared('table', {});
  const given = await askInputs([table], {conversation: personWho([], true), now, note});
  expect(given).toMatchObject({ok: false, reason: {exit: 'interrupted', message: 'Input "table" is missing'}});
});
