/** What a dump is goes by its first bytes; what somebody called it does not count. */
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {expect, onTestFinished, test} from 'vitest';
import {findDumpFile} from '../../../../src/backup/dumps/dump-format.ts';

const place = (): string => {
  const room = mkdtempSync(join(tmpdir(), 'lifeboat-dump-'));
  onTestFinished(() => rmSync(room, {recursive: true, force: true}));
  return room;
};

const tarOf = (name: string): Buffer => {
  const head = Buffer.alloc(512);
  head.write(name, 0);
  head.write('ustar', 257);
  return head;
};

test.each([
  ['plain', Buffer.from('--\n-- PostgreSQL database dump\n--\n')],
  ['gzip', gzipSync('--\n-- PostgreSQL database dump\n--\n')],
  ['custom', Buffer.from('PGDMP\x01\x0e\x00')],
  ['tar', tarOf('toc.dat')],
])('a file is %s by its bytes', (format, bytes) => {
  const path = join(place(), 'backup.whatever');
  writeFileSync(path, bytes);
  expect(findDumpFile(path)).toEqual({ok: true, value: {path, format}});
});

test('a directory is one by its table of contents, also behind a link', () => {
  const room = place();
  const real = join(room, 'monday');
  mkdirSync(real);
  expect(findDumpFile(real)).toMatchObject({ok: false, reason: expect.stringContaining('has no toc.dat')});
  writeFileSync(join(real, 'toc.dat'), 'PGDMP');
  symlinkSync(real, join(room, 'latest'));
  expect(findDumpFile(join(room, 'latest'))).toEqual({ok: true, value: {path: real, format: 'directory'}});
});

test.each([
  ['an empty file', Buffer.alloc(0)],
  ['bytes of something else', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1])],
  ['somebody’s tar', tarOf('photos/1.jpg')],
])('%s is no dump', (_what, bytes) => {
  const path = join(place(), 'backup.dump');
  writeFileSync(path, bytes);
  expect(findDumpFile(path)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('is no dump that can be read here'),
  });
});

test('what is not there is said so', () => {
  expect(findDumpFile('/nowhere/backup.sql')).toMatchObject({
    ok: false,
    reason: expect.stringContaining('there is nothing at'),
  });
});
