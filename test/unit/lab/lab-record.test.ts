/** The record of a lab: whole or not there, and gone with all that belongs to it. */
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {type LabRecord, readLabRecords, removeLabRecord, writeLabRecord} from '../../../src/lab/lab-record.ts';

const record: LabRecord = {
  format: 1,
  run: '20261124t213405z-accidental-deletion-awtrcy',
  token: 't',
  directory: '/var/tmp/lifeboat-lab-0-abc',
  dataset: 'ticketing',
  scale: 10,
  keeper: {pid: 4711, startTicks: '1'},
  servers: [],
  isKept: false,
};

test('a drill that was killed while it wrote its record leaves the former one, and nothing once that is removed', () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
  onTestFinished(() => rmSync(stateDir, {recursive: true}));
  writeLabRecord(stateDir, record);
  writeFileSync(join(stateDir, 'lab', `${record.run}.json.draft`), '{"format": 1, "run": "2026');

  expect(readLabRecords(stateDir)).toEqual([{ok: true, value: record}]);
  removeLabRecord(stateDir, record.run);
  expect(readdirSync(join(stateDir, 'lab'))).toEqual([]);
});
