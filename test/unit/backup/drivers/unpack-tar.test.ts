/** A tar stream becomes files, in whatever pieces it comes, and never one outside of its directory. */
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {unpackTar} from '../../../../src/backup/drivers/unpack-tar.ts';

const self = {kind: 'self', name: 'postgres'} as const;

let into: string;

beforeEach(() => {
  into = mkdtempSync(join(tmpdir(), 'lifeboat-tar-'));
});

afterEach(() => rmSync(into, {recursive: true}));

/** A header as tar.c of PostgreSQL makes it. */
const header = (path: string, size: number, kind: string): Buffer => {
  const block = Buffer.alloc(512);
  block.write(path, 0);
  block.write('0000600\0', 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('        ', 148);
  block.write(kind, 156);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
};

const file = (path: string, content: Buffer): Buffer =>
  Buffer.concat([header(path, content.length, '0'), content, Buffer.alloc((512 - (content.length % 512)) % 512)]);

const stream = Buffer.concat([
  header('base', 0, '5'),
  file('base/16384', Buffer.alloc(8192, 'a')),
  file('base/empty', Buffer.alloc(0)),
  file('PG_VERSION', Buffer.from('15\n')),
  Buffer.alloc(1024),
]);

test.each([1, 7, 512, 1000, 100_000])('in pieces of %i bytes the files are the same', pieceBytes => {
  const unpacker = unpackTar(into, self);
  for (let at = 0; at < stream.length; at += pieceBytes) {
    unpacker.take(stream.subarray(at, at + pieceBytes));
  }
  expect(unpacker.end()).toEqual({files: 3, bytes: 8195});
  expect(readdirSync(join(into, 'base'))).toEqual(['16384', 'empty']);
  expect(readFileSync(join(into, 'base/16384')).equals(Buffer.alloc(8192, 'a'))).toBe(true);
  expect(readFileSync(join(into, 'PG_VERSION'), 'utf8')).toBe('15\n');
  expect(statSync(join(into, 'PG_VERSION')).mode & 0o777).toBe(0o600);
});

test('a stream that ends in the middle is no backup', () => {
  const unpacker = unpackTar(into, self);
  unpacker.take(stream.subarray(0, 3000));
  expect(() => unpacker.end()).toThrow('in the middle of a file');
});

test('a header that is damaged, a path that leads outside, and anything but files and directories are refused', () => {
  const damaged = Buffer.from(header('base/16384', 8192, '0'));
  damaged.write('9', 124);
  expect(() => unpackTar(into, self).take(damaged)).toThrow('wrong checksum');
  expect(() => unpackTar(into, self).take(file('../outside', Buffer.from('x')))).toThrow('lies outside');
  expect(() => unpackTar(into, self).take(file('/etc/outside', Buffer.from('x')))).toThrow('lies outside');
  expect(() => unpackTar(into, self).take(header('pg_tblspc/16400', 0, '2'))).toThrow('neither a file');
});

test('a file over 8 GiB has its size in binary', () => {
  const large = header('16385', 0, '0');
  large[124] = 0x80;
  large.fill(0, 125, 136);
  large.writeBigUInt64BE(9_000_000_000n, 128);
  large.write('        ', 148);
  large.write(
    `${large
      .reduce((total, byte) => total + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  const unpacker = unpackTar(into, self);
  unpacker.take(large);
  unpacker.take(Buffer.alloc(1000));
  expect(() => unpacker.end()).toThrow('in the middle of a file');
});
