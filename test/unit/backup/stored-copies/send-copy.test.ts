/** A store that says that it has what it was given, and has something else. */
import {mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {sendCopy} from '../../../../src/backup/stored-copies/send-copy.ts';
import {standInStore} from '../../../support/stand-in-store.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lifeboat-send-'));
  writeFileSync(join(directory, 'PG_VERSION'), '15\n');
});

afterEach(() => {
  rmSync(directory, {recursive: true});
});

/** Keeps each object under its version, and gives it back through that. */
const keepingStore = (give: (body: string) => string) => {
  const kept = new Map<string, string>();
  return standInStore(({method, url, body}, response) => {
    if (method === 'PUT') {
      const version = `v${kept.size + 1}`;
      kept.set(`${url}?versionId=${version}`, body);
      response.setHeader('x-amz-version-id', version).end();
    } else {
      response.end(give(kept.get(url) ?? ''));
    }
  });
};

test('what comes back as it went is a copy, and its list is written last', async () => {
  const {store, asked} = await keepingStore(body => body);
  expect(await sendCopy(store, directory)).toMatchObject({
    ok: true,
    value: {files: 1, bytes: 3, version: 'v2', lockedUntil: null},
  });
  expect(asked.map(({method, url}) => `${method} ${url}`)).toEqual([
    'PUT /backups/tickets/part-00001.tar',
    'GET /backups/tickets/part-00001.tar?versionId=v1',
    'PUT /backups/tickets/LIFEBOAT-COPY.json',
    'GET /backups/tickets/LIFEBOAT-COPY.json?versionId=v2',
  ]);
});

test('what comes back with one other byte is no copy, and no list of it is written', async () => {
  const {store, asked} = await keepingStore(body => body.replace('15\n', '14\n'));
  expect(await sendCopy(store, directory)).toEqual({
    ok: false,
    reason: 'the store gives something else back than it was given for tickets/part-00001.tar; it must not be used',
  });
  expect(asked.map(({url}) => url).join()).not.toContain('LIFEBOAT-COPY.json');
});

test('a link is refused before anything is sent', async () => {
  symlinkSync('/srv/space', join(directory, '16384'));
  const {store, asked} = await keepingStore(body => body);
  expect(await sendCopy(store, directory)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('is neither a file nor a directory'),
  });
  expect(asked).toEqual([]);
});
