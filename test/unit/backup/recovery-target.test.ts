/** Targets become settings of the server, never included, and a time without a zone is refused. */

import {expect, test} from 'vitest';
import {describeTarget, type RecoveryTarget, recoverySettings} from '../../../src/backup/recovery-target.ts';

test.each<[RecoveryTarget, object, string]>([
  [{beforeXid: '1267'}, {recovery_target_xid: '1267'}, 'just before transaction 1267 committed'],
  [{untilTime: '2026-11-24T03:12:00.5Z'}, {recovery_target_time: '2026-11-24 03:12:00.5+00'}, '2026-11-24T03:12:00.5Z'],
  [
    {restorePoint: 'before-migration'},
    {recovery_target_name: 'before-migration'},
    'the restore point before-migration',
  ],
  [{untilLsn: '0/BAC8E5E0'}, {recovery_target_lsn: '0/BAC8E5E0'}, 'WAL position 0/BAC8E5E0'],
])('%j', (target, settings, words) => {
  expect(recoverySettings(target)).toMatchObject({
    ok: true,
    value: {...settings, recovery_target_inclusive: 'off', recovery_target_action: 'pause'},
  });
  expect(describeTarget(target)).toBe(words);
});

test.each<RecoveryTarget>([
  {untilTime: '2026-11-24 03:12:00'},
  {untilTime: 'yesterday'},
  {beforeXid: "1'"},
  {untilLsn: '0'},
  {restorePoint: ''},
  {restorePoint: 'ö'.repeat(32)},
])('%j is refused', target => {
  expect(recoverySettings(target)).toMatchObject({ok: false});
});
