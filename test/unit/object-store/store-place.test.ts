/** A place in an object store is opened only over TLS, by keys that nobody else can read, and the keys are in no reason. */
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {credentialsText} from '../../../src/object-store/credentials.ts';
import {openStore} from '../../../src/object-store/store-place.ts';

const directory = mkdtempSync(join(tmpdir(), 'lifeboat-store-'));
const keys = {accessKeyId: 'AKIDREPOSITORY', secretAccessKey: 'wJalr+XUt/nFEMI='};

afterAll(() => {
  rmSync(directory, {recursive: true});
});

const keyFile = (text = credentialsText(keys), mode = 0o600): string => {
  const path = join(directory, 'keys');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
};

const open = (url: string, credentialsFile = keyFile()) => openStore({url, credentialsFile, caFile: undefined});

test('a place is a bucket with or without a prefix', () => {
  expect(open('https://s3.example.com:9000/backups/tickets/nightly')).toMatchObject({
    ok: true,
    value: {bucket: 'backups', prefix: 'tickets/nightly', credentials: {...keys, region: 'us-east-1'}},
  });
  expect(open('https://s3.example.com/backups')).toMatchObject({ok: true, value: {bucket: 'backups', prefix: ''}});
});

test.each([
  ['http://s3.example.com/backups'],
  ['https://s3.example.com'],
  ['https://s3.example.com/backups/'],
  ['https://s3.example.com/backups/../others'],
  ['https://key:secret@s3.example.com/backups'],
  ['https://s3.example.com/backups?versions'],
  ['https://s3.example.com/Back_ups'],
  ['backups'],
])('%s is no place', url => {
  expect(open(url)).toMatchObject({ok: false, reason: expect.stringContaining('is no place in an object store')});
});

test('keys that others can read are refused', () => {
  expect(open('https://s3.example.com/backups', keyFile(undefined, 0o640))).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/can be read by others; make it its owner's alone with chmod 600$/),
  });
});

test('of the sections of such a file the default one counts, with its region and its token', () => {
  const text = `# keys\n[other]\naws_access_key_id=OTHER\n[default]\r\naws_access_key_id = AKID\r\naws_secret_access_key = a=b\r\naws_session_token=token\r\nregion = eu-central-1\r\n`;
  expect(open('https://s3.example.com/backups', keyFile(text))).toMatchObject({
    ok: true,
    value: {
      credentials: {accessKeyId: 'AKID', secretAccessKey: 'a=b', sessionToken: 'token', region: 'eu-central-1'},
    },
  });
});

test('a file without keys is told, and what it has instead is not', () => {
  const found = open('https://s3.example.com/backups', keyFile('[default]\naws_secret_access_key = wJalrXUtnFEMI\n'));
  expect(found).toMatchObject({ok: false, reason: expect.stringContaining('has no aws_access_key_id')});
  expect(JSON.stringify(found)).not.toContain('wJalr');
});
