/** Where an attempt's raw output, script and password file lie while it runs. */
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openSpool, probeName, writeOwnFile} from '../../../src/runners/spool.ts';

const directory = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'lifeboat-spool-'));
  onTestFinished(() => rmSync(path, {recursive: true}));
  return path;
};

test('attempts with secrets lie in memory, others on the disk', () => {
  const [runDir, runtimeDir] = [directory(), directory()];
  const spool = openSpool(runDir, runtimeDir);

  expect(spool.files('dump#1', true).out).toBe(join(runtimeDir, 'lifeboat', basename(runDir), 'dump#1.out'));
  expect(spool.files('dump#1', false).out).toBe(join(runDir, 'spool', 'dump#1.out'));
});

test('a place that others can look into is not used', () => {
  const [runDir, runtimeDir] = [directory(), directory()];
  chmodSync(runtimeDir, 0o755);

  expect(openSpool(runDir, runtimeDir).files('dump#1', true).out).toBe(join(runDir, 'spool', 'dump#1.out'));
});

test('what is retired stays until the next action begins, so that a crash in between can still read it', async () => {
  const spool = openSpool(directory(), undefined);
  const {out} = spool.files('dump#1', false);
  writeFileSync(out, '17 rows');

  spool.retire([out]);
  spool.sweep();
  expect(existsSync(out)).toBe(true);

  await new Promise(resolve => setImmediate(resolve));
  spool.sweep();
  expect(existsSync(out)).toBe(false);
});

test('what is retired goes soon by itself: it may hold a secret, and a person may let the next action wait for hours', async () => {
  const spool = openSpool(directory(), undefined);
  const {out} = spool.files('log_in#1', false);
  writeFileSync(out, 'token abcdef-123456');

  spool.retire([out]);

  await expect.poll(() => existsSync(out), {timeout: 20_000}).toBe(false);
});

test('nothing goes while the outcome that was told from it is in no place, not even when the program ends', async () => {
  const spool = openSpool(directory(), undefined);
  let isOffRecord = true;
  spool.keepWhile(() => isOffRecord);
  const {out} = spool.files('dump#1', false);
  writeFileSync(out, '17 rows');
  spool.retire([out]);
  await new Promise(resolve => setImmediate(resolve));
  spool.sweep();
  spool.close();
  expect(existsSync(out)).toBe(true);

  isOffRecord = false;
  spool.close();
  expect(existsSync(out)).toBe(false);
});

test('what a former session left goes when the end of its attempt is recorded, wherever it lies', () => {
  const [runDir, runtimeDir, formerPlace] = [directory(), directory(), directory()];
  mkdirSync(join(runDir, 'spool'));
  mkdirSync(join(runtimeDir, 'lifeboat', basename(runDir)), {recursive: true});
  const [onDisk, inMemory, elsewhere, underWay] = [
    join(runDir, 'spool', 'log_in#1.out'),
    join(runtimeDir, 'lifeboat', basename(runDir), 'way=dump+log_in#1.err'),
    join(formerPlace, 'log_in#2.out'),
    join(runDir, 'spool', 'dump#1.out'),
  ];
  for (const path of [onDisk, inMemory, elsewhere, underWay]) {
    writeFileSync(path, 'token abcdef-123456');
  }
  const record = join(runDir, 'spool', 'session-1.jsonl');
  writeFileSync(
    record,
    `${JSON.stringify({type: 'spawned', attempt: 'log_in#2', out: elsewhere, err: `${elsewhere}.err`})}\n`,
  );

  openSpool(runDir, runtimeDir, attempt => attempt !== 'dump#1');

  expect([onDisk, inMemory, elsewhere, underWay, record].map(path => existsSync(path))).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
});

test('closing removes what is retired at once', () => {
  const spool = openSpool(directory(), undefined);
  const {out} = spool.files('dump#1', false);
  writeFileSync(out, '17 rows');

  spool.retire([out]);
  spool.close();

  expect(existsSync(out)).toBe(false);
});

test('what a kill left of probes goes with the next session, what it left of actions stays', () => {
  const runDir = directory();
  mkdirSync(join(runDir, 'spool'));
  for (const name of [`${probeName('check#1', 1, 4)}.out`, `${probeName('check#1', 1, 4)}.pgpass`, 'dump#1.out']) {
    writeFileSync(join(runDir, 'spool', name), '');
  }

  openSpool(runDir, undefined);

  expect(readdirSync(join(runDir, 'spool'))).toEqual(['dump#1.out']);
});

test('a file of our own is for its owner, and never one that was there before', () => {
  const path = join(directory(), 'dump#1.pgpass');
  writeOwnFile(path, 'secret', 0o600);

  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(() => writeOwnFile(path, 'secret', 0o600)).toThrow('EEXIST');
});
