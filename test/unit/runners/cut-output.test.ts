/** What a program prints while the disk is nearly full: the beginning and the end of it are kept, and the digest of it all. */
import {createHash} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {cutHalfBytes} from '../../../src/runners/cut-output.ts';
import {emptyLog, openLog} from '../../../src/runners/output-log.ts';

const half = cutHalfBytes;

const dumped = (count: number, first = 0): Buffer =>
  Buffer.from(Array.from({length: count}, (_row, row) => `ticket ${String(first + row).padStart(8, '0')}\n`).join(''));

const logOn = (isNearlyFull: () => boolean) => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-cut-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  return {path: join(directory, 'dump#1.log'), file: 'output/dump#1.log', isNearlyFull};
};

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const print = (log: ReturnType<typeof openLog>, bytes: Buffer, pieceBytes: number): void => {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    log.write(bytes.subarray(at, at + pieceBytes));
  }
};

test.each([[97], [65_536], [half], [10 * half]])('in pieces of %d bytes', async pieceBytes => {
  const place = logOn(() => true);
  const log = openLog(place, emptyLog);
  const all = dumped(300_000);
  print(log, all, pieceBytes);
  const {output} = await log.close();

  const file = readFileSync(place.path);
  const words = `\n… ${all.length - 2 * half} bytes left out here: the disk was nearly full …\n`;
  expect(file.equals(Buffer.concat([all.subarray(0, half), Buffer.from(words), all.subarray(-half)]))).toBe(true);
  expect(output).toEqual({
    file: place.file,
    bytes: file.length,
    sha256: sha256(file),
    whole: {bytes: all.length, sha256: sha256(all)},
  });
});

test('what fits into both halves is kept whole and told of as such', async () => {
  const place = logOn(() => true);
  const log = openLog(place, emptyLog);
  const all = dumped(100_000);
  print(log, all, 65_536);
  const {output} = await log.close();

  expect(readFileSync(place.path).equals(all)).toBe(true);
  expect(output).toEqual({file: place.file, bytes: all.length, sha256: sha256(all)});
});

test('a disk that gets full while it prints: what stands in the file stays there', async () => {
  let isFull = false;
  const place = logOn(() => isFull);
  const log = openLog(place, emptyLog);
  const before = dumped(200_000);
  print(log, before, 65_536);
  isFull = true;
  const after = dumped(400_000, 200_000);
  print(log, after, 65_536);
  const {output} = await log.close();

  const file = readFileSync(place.path);
  expect(file.subarray(0, before.length).equals(before)).toBe(true);
  expect(file.subarray(-half).equals(after.subarray(-half))).toBe(true);
  expect(file.length).toBeLessThan(before.length + 3 * half);
  expect(output?.whole).toEqual({
    bytes: before.length + after.length,
    sha256: sha256(Buffer.concat([before, after])),
  });
});

test('gone on with by another session it says how much there was, and no digest that nobody can know', async () => {
  const place = logOn(() => true);
  const first = openLog(place, emptyLog);
  const before = dumped(200_000);
  print(first, before, 65_536);
  await first.sync();
  const point = first.point();
  expect(point).toEqual({logBytes: half, besideBytes: before.length - half});

  const second = openLog(place, point);
  second.write(Buffer.from('dump complete\n'));
  const {output} = await second.close();
  expect(readFileSync(place.path, 'utf8').slice(half)).toBe(
    `\n… ${before.length - half} bytes left out here: the disk was nearly full …\ndump complete\n`,
  );
  expect(output?.whole).toEqual({bytes: before.length + 'dump complete\n'.length});
});

test('with room nothing is cut, however much it is', async () => {
  const place = logOn(() => false);
  const log = openLog(place, emptyLog);
  const all = dumped(300_000);
  print(log, all, 65_536);
  expect((await log.close()).output).toEqual({file: place.file, bytes: all.length, sha256: sha256(all)});
});
