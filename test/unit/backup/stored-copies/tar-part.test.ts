/** Files as an archive that the tar of every system unpacks, of a length that is known before. */
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {type PlannedFile, tarBytes, tarPieces} from '../../../../src/backup/stored-copies/tar-part.ts';

const directory = mkdtempSync(join(tmpdir(), 'lifeboat-tar-'));

afterAll(() => {
  rmSync(directory, {recursive: true});
});

const write = (path: string, text: string): PlannedFile => {
  mkdirSync(dirname(join(directory, path)), {recursive: true});
  writeFileSync(join(directory, path), text);
  return {path, bytes: Buffer.byteLength(text)};
};

const archived = async (files: readonly PlannedFile[], onFile?: Parameters<typeof tarPieces>[2]): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of tarPieces(directory, files, onFile)) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
};

test('the tar of the system unpacks it, and each file has the digest that was told of it', async () => {
  const files = [
    write('base/1/1259', 'x'.repeat(8192)),
    write('base/1/empty', ''),
    write('base/1/block', 'y'.repeat(512)),
    write(`${'long/'.repeat(25)}${'n'.repeat(100)}`, 'a long name'),
    write('größe 1.txt', 'ü'),
  ];
  const known: {readonly path: string; readonly sha256: string}[] = [];
  const archive = await archived(files, file => void known.push(file));
  expect(archive.length).toBe(tarBytes(files));

  const into = join(directory, 'unpacked');
  mkdirSync(into);
  execFileSync('tar', ['-xf', '-'], {cwd: into, input: archive});
  const there = files.map(({path}) => readFileSync(join(into, path)));
  expect(there).toEqual(files.map(({path}) => readFileSync(join(directory, path))));
  expect(known.map(({sha256}) => sha256)).toEqual(there.map(bytes => createHash('sha256').update(bytes).digest('hex')));
});

test.each([
  ['grew', 4],
  ['shrank', 6],
])('a file that %s while it was read is told', async (_, bytes) => {
  write('changing', 'five!');
  await expect(archived([{path: 'changing', bytes}])).rejects.toThrow('changing was changed while it was read');
});

test('a name that no archive can keep is told', async () => {
  await expect(archived([write('n'.repeat(101), '')])).rejects.toThrow('longer name than an archive of tar can keep');
});
