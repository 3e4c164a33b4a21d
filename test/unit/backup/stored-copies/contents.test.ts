/** The list of a copy's files: whoever may write to the store may have written it. */
import {expect, test} from 'vitest';
import {
  type Contents,
  contentsName,
  contentsText,
  parseContents,
} from '../../../../src/backup/stored-copies/contents.ts';

const sha256 = 'a'.repeat(64);

const listing = (path: string): Contents => ({
  format: 1,
  directories: ['backup', 'backup/pg_notify'],
  parts: [{name: 'part-00001.tar', bytes: 2048, sha256, version: 'v1', files: [{path, bytes: 3, sha256}]}],
});

test('a list is read as it was written', () => {
  const contents = listing('backup/PG_VERSION');
  expect(parseContents(contentsText(contents))).toEqual({ok: true, value: contents});
});

test.each([
  ['../outside'],
  ['backup/../../outside'],
  ['/etc/passwd'],
  ['backup//PG_VERSION'],
  ['./PG_VERSION'],
  ['backup\\PG_VERSION'],
  ['backup\0'],
  [''],
  [contentsName],
  ['backup'],
])('a file called %j makes it no list', path => {
  expect(parseContents(contentsText(listing(path)))).toMatchObject({ok: false});
});

test.each([
  ['{"format":2,"directories":[],"parts":[]}'],
  ['{"format":1,"directories":["..",""],"parts":[]}'],
  ['{"format":1,"directories":[],"parts":[{"name":"../part-00001.tar"}]}'],
  [contentsText(listing('PG_VERSION')).replace(sha256, 'none')],
  [contentsText(listing('PG_VERSION')).replace('"v1"', '""')],
  ['null'],
  ['<html>'],
])('%j is none either', text => {
  expect(parseContents(text)).toMatchObject({ok: false});
});
