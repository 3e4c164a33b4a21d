/** A saved configuration is handed out only as it was saved, and names no file outside of its place. */
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {digestOf, openSaved} from '../../../../src/backup/configuration/saved-configuration.ts';
import {workPlace} from '../../../support/work-place.ts';

let kept: string;

beforeEach(() => {
  kept = mkdtempSync(join(workPlace, 'kept-'));
});

afterEach(() => rmSync(kept, {recursive: true}));

const save = (label: string, file = {}): void => {
  const place = join(kept, label);
  mkdirSync(place);
  writeFileSync(join(place, 'pg_hba.conf'), 'local all all peer\n');
  const sha256 = digestOf(Buffer.from('local all all peer\n'));
  const note = {
    format: 1,
    kind: 'lifeboat-configuration',
    label,
    savedAt: '2026-11-23T12:00:00Z',
    identifier: '7711152328148641719',
    major: 15,
    dataDirectory: '/srv/pg',
    configDirectory: '/srv/pg',
    needs: [],
    files: [{role: 'hba', path: '/srv/pg/pg_hba.conf', name: 'pg_hba.conf', saved: 'pg_hba.conf', sha256, ...file}],
  };
  writeFileSync(join(place, 'configuration.json'), JSON.stringify(note));
};

test('the newest is taken, or the one that is named', () => {
  save('20261122T120000Z');
  save('20261123T120000Z');
  expect(openSaved(kept)).toMatchObject({ok: true, value: {label: '20261123T120000Z'}});
  expect(openSaved(kept, '20261122T120000Z')).toMatchObject({ok: true, value: {label: '20261122T120000Z'}});
  expect(openSaved(kept, '20261121T120000Z')).toMatchObject({ok: false, reason: expect.stringContaining('there are')});
});

test('where nothing was saved, the way to it is said', () => {
  expect(openSaved(kept)).toMatchObject({ok: false, reason: expect.stringContaining('save-configuration makes one')});
  expect(openSaved('kept')).toMatchObject({ok: false, reason: expect.stringContaining('absolute')});
});

test.each([
  ['a file that was changed', {sha256: digestOf(Buffer.from('host all all 0.0.0.0/0 trust\n'))}, /was changed since/],
  ['a file that would be written elsewhere', {name: '../../etc/passwd'}, /holds no saved configuration/],
  ['a file that would be read elsewhere', {saved: '/etc/shadow'}, /holds no saved configuration/],
])('%s is not handed out', (_what, file, says) => {
  save('20261123T120000Z', file);
  expect(openSaved(kept)).toMatchObject({ok: false, reason: expect.stringMatching(says)});
});
