/** Whose tablespaces lie in a directory is told by the restore that laid them, not by a path that another one has too. */
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {type RestorePhase, restoringPath, thisProcess, writeRecord} from '../../../../src/backup/in-place/record.ts';
import {claimTablespacePlace, stateOfPlace} from '../../../../src/backup/second-site/tablespace-mark.ts';

let root: string;
let data: string;
let place: string;
const user = {kind: 'self', name: 'postgres'} as const;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lifeboat-tablespaces-'));
  data = join(root, 'pg');
  place = join(root, 'ts');
});
afterEach(() => rmSync(root, {recursive: true}));

const record = (phase: RestorePhase, once: string | null = null, beganAt = '2026-11-23T03:12:00.000Z') =>
  writeRecord({
    format: 1,
    kind: 'lifeboat-restore-in-place',
    phase,
    once,
    beganAt,
    by: thisProcess(),
    directory: data,
    oldDirectory: null,
    restoring: restoringPath(data),
    backup: 'the base backup /srv/backups/20261123T024700Z',
    target: 'end',
    isDelta: false,
    identifier: '7711152328148641719',
    timeline: null,
    server: {wasRunning: false, words: null, logFile: null, socket: null},
    result: null,
  });

const lay = () => {
  record('preparing');
  expect(claimTablespacePlace(place, data, user)).toEqual({ok: true, value: undefined});
  mkdirSync(join(place, '16385'));
};

type Case = {
  readonly phase: RestorePhase;
  readonly once: string | null;
  readonly asked?: string;
  readonly state: string;
};

test.each<Case>([
  {phase: 'preparing', once: null, state: 'ours'},
  {phase: 'switching', once: null, state: 'ours'},
  {phase: 'recovering', once: 'run1', asked: 'run1', state: 'ours'},
  {phase: 'finished', once: 'run1', asked: 'run1', state: 'ours'},
  {phase: 'finished', once: 'run1', asked: 'run2', state: 'earlier'},
  {phase: 'finished', once: null, state: 'earlier'},
  {phase: 'undone', once: 'run1', asked: 'run1', state: 'earlier'},
])(
  'of a restore that is $phase under the name $once, asked for as $asked, they are $state',
  ({phase, once, asked, state}) => {
    lay();
    record(phase, once);
    expect(stateOfPlace(place, data, asked)).toBe(state);
  },
);

test('a later restore into the same path takes no tablespaces of the one before', () => {
  lay();
  record('preparing', null, '2026-12-01T09:00:00.000Z');
  expect(stateOfPlace(place, data, undefined)).toBe('earlier');
  expect(claimTablespacePlace(place, data, user)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('an earlier restore'),
  });
  rmSync(`${data}.restore.json`);
  expect(stateOfPlace(place, data, undefined)).toBe('earlier');
  expect(claimTablespacePlace(place, data, user)).toMatchObject({ok: false});
  expect(existsSync(join(place, '16385'))).toBe(true);
});

test('a claim goes through no link that lies there, and one that was killed is made again', () => {
  mkdirSync(place);
  const other = join(root, 'shadow');
  writeFileSync(other, 'of somebody');
  symlinkSync(other, join(place, 'lifeboat-tablespaces-of.draft'));
  lay();
  expect(readFileSync(other, 'utf8')).toBe('of somebody');
  expect(stateOfPlace(place, data, undefined)).toBe('ours');
  expect(stateOfPlace(root, data, undefined)).toBe('taken');
});
