/** What a recovery goes by is ours alone: a place that somebody else has prepared, or can write to, is refused. */
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {readPasswords} from '../../../src/breach/credentials.ts';
import {makeEvidenceDirectory} from '../../../src/breach/evidence-directory.ts';
import {readRecord} from '../../../src/breach/isolation-record.ts';
import {isOurs} from '../../../src/breach/own-place.ts';

let desk: string;

beforeEach(() => {
  desk = mkdtempSync(join(tmpdir(), 'lifeboat-own-place-'));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(desk, {recursive: true});
});

test('a directory that others can write to takes no evidence, and no record is read from it', () => {
  const place = join(desk, 'evidence');
  mkdirSync(place);
  writeFileSync(join(place, 'isolation.json'), '{}', {mode: 0o600});
  chmodSync(place, 0o777);
  const refused = {ok: false, reason: expect.stringContaining('can be written by others')};
  expect(makeEvidenceDirectory(place)).toMatchObject(refused);
  expect(readRecord(place)).toMatchObject(refused);
  chmodSync(place, 0o700);
  expect(makeEvidenceDirectory(place)).toMatchObject({ok: true});
  expect(readRecord(place)).toMatchObject({ok: true});
});

test('a file of another account is refused, however private it is', () => {
  const path = join(desk, 'new-passwords');
  writeFileSync(path, '*:*:*:app:theirs\n', {mode: 0o600});
  expect(isOurs(path)).toMatchObject({ok: true});
  vi.spyOn(process, 'getuid').mockReturnValue(4242);
  expect(readPasswords(path)).toMatchObject({ok: false, reason: expect.stringContaining('another account')});
});
