/** Where a promise about lost data is measured. */
import {expect, test} from 'vitest';
import {fail, succeed} from '../../../../src/base/result.ts';
import {loadRunbook} from '../../../../src/runbook/load-runbook.ts';

const restoring = (id: string, step: string): string => `
format: 1
id: ${id}
version: 1.0.0
title: Restore the shop
scenario: corruption
summary: Brings the data back.
owner: database_administrator
objectives: {rto: 10h, rpo: 1h}
clock: {start: declaration, stop: service_restored}
steps:
  - ${step}
  - {id: restored, milestone: service_restored}
  - {id: finish, end: recovered}
`;

const codesOf = (included: string): readonly string[] => {
  const beside = (path: string) => (path === 'included/restore-beside.yaml' ? succeed(included) : fail('not there'));
  const text = restoring('shop-restore', '{id: beside, title: Restore beside production, include: restore-beside}');
  return loadRunbook(text, {today: '2026-11-24', beside}).diagnostics.map(({code}) => code);
};

test('what is included measures the lost data for the runbook around it', () => {
  const step = 'id: replay\n    title: Replay the archive\n    instruction: Replay it.';
  const measured = `${step}\n    recovery_point: "timestamp('2026-11-24T02:00:00Z')"`;

  expect(codesOf(restoring('restore-beside', measured))).toEqual([]);
  const promisesNothing = restoring('restore-beside', step).replace('rpo: 1h', 'rpo: none');
  expect(codesOf(promisesNothing)).toEqual(['objective/no-recovery-point']);
});
