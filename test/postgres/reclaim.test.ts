/** A drill that was killed leaves a running server behind; the next start removes it, and only it. */

import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openEstate} from '../../src/lab/estate.ts';
import {writeLabRecord} from '../../src/lab/lab-record.ts';
import {reclaim} from '../../src/lab/reclaim.ts';
import {identify, serversIn} from '../../src/postgres/process-identity.ts';
import {must} from '../support/postgres-must.ts';

const newState = () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
  onTestFinished(() => rmSync(stateDir, {recursive: true, force: true}));
  return stateDir;
};

/** Of a drill that ended long ago. */
const record = {
  format: 1,
  token: 't',
  dataset: 'ticketing',
  scale: 10,
  keeper: {pid: 2 ** 22 - 1, startTicks: '1'},
  servers: [],
  isKept: false,
} as const;

test('what a drill that was killed by SIGKILL left is ended and removed', async () => {
  const stateDir = newState();
  const estateModule = join(import.meta.dirname, '../../src/lab/estate.ts');
  const text = `
    const {openEstate} = await import(${JSON.stringify(estateModule)});
    const estate = await openEstate({run: 'killed-${process.pid}', stateDir: ${JSON.stringify(stateDir)}, scale: 100});
    process.stdout.write(estate.ok ? estate.value.directory : estate.reason);
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {stdio: ['ignore', 'pipe', 'inherit']});
  onTestFinished(() => void child.kill('SIGKILL'));
  const directory = await new Promise<string>(resolve => child.stdout.once('data', data => resolve(String(data))));

  expect(await reclaim(stateDir)).toEqual({removed: [], problems: []});
  expect(serversIn(directory)?.length).toBeGreaterThan(3);
  child.kill('SIGKILL');
  await new Promise(resolve => child.once('exit', resolve));

  const {removed, problems} = await reclaim(stateDir);
  expect(problems).toEqual([]);
  expect(removed).toContainEqual(expect.stringContaining(`removed ${directory}`));
  expect(serversIn(directory)).toEqual([]);
  expect(existsSync(directory)).toBe(false);
  expect(readdirSync(join(stateDir, 'lab'))).toEqual([]);
});

test('a directory without the marker of the lab is left alone, with a sentence', async () => {
  const stateDir = newState();
  const directory = mkdtempSync('/var/tmp/lifeboat-lab-0-');
  onTestFinished(() => rmSync(directory, {recursive: true}));
  writeFileSync(join(directory, 'precious'), 'data');
  writeLabRecord(stateDir, {...record, run: 'stray', directory});

  const {removed, problems} = await reclaim(stateDir);
  expect(removed).toEqual([]);
  expect(problems).toEqual([expect.stringContaining('has no marker of this lab, so it is left alone')]);
  expect(readdirSync(directory)).toEqual(['precious']);
});

test('a lab that was kept on purpose stays until it is taken down, and a record of nonsense is named', async () => {
  const stateDir = newState();
  mkdirSync(join(stateDir, 'lab'));
  const directory = mkdtempSync('/var/tmp/lifeboat-lab-0-');
  writeLabRecord(stateDir, {...record, run: 'kept', directory, isKept: true});
  writeFileSync(join(stateDir, 'lab', 'odd.json'), '{');

  expect(await reclaim(stateDir)).toEqual({removed: [], problems: [expect.stringContaining('odd.json is not a lab')]});
  expect(existsSync(directory)).toBe(true);
  expect((await reclaim(stateDir, {takeKept: true})).removed).toEqual([expect.stringContaining(directory)]);
  expect(existsSync(directory)).toBe(false);
});

test('a directory that is there already is never taken over', async () => {
  const stateDir = newState();
  const parent = mkdtempSync('/var/tmp/lab-');
  onTestFinished(() => rmSync(parent, {recursive: true}));
  const taken = join(parent, `lifeboat-lab-${process.getuid?.() ?? 0}-second`);
  mkdirSync(taken);
  writeFileSync(join(taken, 'precious'), 'data');

  const refused = await openEstate({run: 'second', stateDir, environment: {LIFEBOAT_LAB: parent}});
  expect(refused).toMatchObject({ok: false, reason: expect.stringContaining('exists and is not this drill')});
  expect(readdirSync(taken)).toEqual(['precious']);
  expect(must({ok: true, value: identify(process.pid)})?.pid).toBe(process.pid);
});
