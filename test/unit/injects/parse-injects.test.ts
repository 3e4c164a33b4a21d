/** A file of injects becomes what goes wrong; what is wrong with such a file is shown by the examples of the linter. */
import {expect, test} from 'vitest';
import {parseInjects} from '../../../src/injects/parse-injects.ts';

const fileOf = (...injects: readonly string[]): string =>
  ['format: 1', 'runbook: restore-tickets', 'injects:', ...injects.map(inject => `  - ${inject}`)].join('\n');

test('every kind of inject is read, with what it need not say filled in', () => {
  const {injects, diagnostics} = parseInjects(
    fileOf(
      'step_fails: {step: check_backup, exit: 2, message: "no such archive"}',
      'output_lies: {step: "share[1]/count", attempt: 2, says: {json.lost: 0, "rows[0].n": null}}',
      'approver_away: {for: 20m}',
      'approver_away: {step: may_we, escalation: away}',
      'tool_missing: {tool: pg_dump}',
      'clock_jumps: {step: restore, by: -1h30m}',
      'engine_killed: {step: put_back, when: after_verdict}',
    ),
  );

  expect(diagnostics).toEqual([]);
  expect(injects).toEqual({
    runbook: 'restore-tickets',
    list: [
      {kind: 'step_fails', step: 'check_backup', attempt: 1, exit: 2, message: 'no such archive'},
      {kind: 'output_lies', step: 'share[1]/count', attempt: 2, says: {'json.lost': 0, 'rows[0].n': null}},
      {kind: 'approver_away', forMs: 1_200_000, escalation: 'answers'},
      {kind: 'approver_away', step: 'may_we', escalation: 'away'},
      {kind: 'tool_missing', tool: 'pg_dump'},
      {kind: 'clock_jumps', step: 'restore', attempt: 1, byMs: -5_400_000},
      {kind: 'engine_killed', step: 'put_back', attempt: 1, when: 'after_verdict'},
    ],
  });
});

test.each([
  ['clock_jumps: {step: restore, by: 2h}', 'a sign'],
  ['clock_jumps: {step: restore, by: "+0s"}', 'a sign'],
  ['clock_jumps: {step: restore, by: "+99999999d"}', 'at most 3650d'],
  ['output_lies: {step: restore, says: {}}', 'at least one field'],
  ['output_lies: {step: restore, says: {output: 3}}', 'a place in what came back'],
  ['tool_missing: {tool: /usr/bin/psql}', 'without a path'],
  ['step_fails: {step: restore, exit: 0, message: "no"}', 'at least 1'],
  ['{tool_missing: {tool: psql}, approver_away: {}}', 'exactly one of'],
])('%s is refused', (inject, why) => {
  const {injects, diagnostics} = parseInjects(fileOf(inject));

  expect(injects).toBeUndefined();
  expect(diagnostics.map(({message, hint}) => `${message}; ${hint}`).join('\n')).toContain(why);
});

test('a text that is no YAML is refused as such', () => {
  expect(parseInjects('format: [').diagnostics).toMatchObject([{code: 'yaml/syntax'}]);
});
