/** The record of a rebuild: it goes on only from where the old files are away. */
import {mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {setFenceMark} from '../../../../src/backup/failover/fence-mark.ts';
import {closeRebuild, openRebuild, writeRebuildRecord} from '../../../../src/backup/failover/rebuild-record.ts';
import {findServer} from '../../../../src/postgres/found-server.ts';
import {workPlace} from '../../../support/work-place.ts';

test('a rebuild that was interrupted goes on from where the old files are away, and begins anew before that', () => {
  const root = mkdtempSync(join(workPlace, 'lb-rebuild-'));
  onTestFinished(() => rmSync(root, {recursive: true}));
  const [data, files, aside] = ['data', 'new', 'data.before'].map(name => join(root, name)) as [string, string, string];
  mkdirSync(data);
  mkdirSync(files);
  writeFileSync(join(files, 'standby.signal'), '');
  expect(openRebuild(data)).toBeNull();

  const record = {slot: 'site_a', files, oldDirectory: aside, bytes: 42, server: findServer(data)};
  setFenceMark(data, {kind: 'self', name: 'postgres'});
  writeRebuildRecord(data, record);
  expect(statSync(`${data}.rebuilding.json`).mode & 0o777).toBe(0o600);
  expect(openRebuild(data)).toBeNull();
  renameSync(data, aside);
  expect(openRebuild(data)).toEqual(record);
  renameSync(files, data);
  expect(openRebuild(data)).toEqual(record);
  closeRebuild(data);
  expect(openRebuild(data)).toBeNull();
  expect(readdirSync(root).sort()).toEqual(['data', 'data.before']);
});
