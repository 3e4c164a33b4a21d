/** The lab's directory is short, named for its run, and refused where a socket would not fit. */

import {spawnSync} from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {inspectLabDirectory, labDirectory, removeLabDirectory} from '../../../src/lab/lab-directory.ts';

const run = '20261124t031200z-accidental-deletion-k7q2xw';
const uid = process.getuid?.() ?? 0;

test('it stands in /var/tmp, or where $LIFEBOAT_LAB says', () => {
  expect(labDirectory(run, {})).toEqual({ok: true, value: `/var/tmp/lifeboat-lab-${uid}-onk7q2xw`});
  expect(labDirectory(run, {LIFEBOAT_LAB: '/tmp'})).toEqual({ok: true, value: `/tmp/lifeboat-lab-${uid}-onk7q2xw`});
});

test('it is named by where it really is, so that what is removed later is what was made', () => {
  const root = mkdtempSync('/var/tmp/lb-');
  onTestFinished(() => rmSync(root, {recursive: true}));
  mkdirSync(join(root, 'disk'));
  symlinkSync(join(root, 'disk'), join(root, 'link'));
  const real = `${root}/disk/lifeboat-lab-${uid}-onk7q2xw`;
  expect(labDirectory(run, {LIFEBOAT_LAB: join(root, 'link')})).toEqual({ok: true, value: real});
  expect(labDirectory(run, {LIFEBOAT_LAB: `${root}/link/../link`})).toEqual({ok: true, value: real});
});

test('one that is reached by a link or by .. is nobody of ours, whatever is in it', () => {
  const root = mkdtempSync('/var/tmp/lb-');
  onTestFinished(() => rmSync(root, {recursive: true}));
  mkdirSync(join(root, 'disk', 'lifeboat-lab-0-k7q2xw'), {recursive: true});
  writeFileSync(join(root, 'disk', 'lifeboat-lab-0-k7q2xw', 'lifeboat-lab.json'), '{"token": "t"}');
  symlinkSync(join(root, 'disk'), join(root, 'link'));
  expect(inspectLabDirectory(`${root}/disk/lifeboat-lab-0-k7q2xw`, 't')).toBe('ours');
  for (const way of ['link', 'disk/../disk', 'disk/.']) {
    const path = `${root}/${way}/lifeboat-lab-0-k7q2xw`;
    expect({way, state: inspectLabDirectory(path, 't')}).toEqual({way, state: 'foreign'});
    expect(removeLabDirectory(path, 't')).toMatchObject({ok: false});
  }
  expect(existsSync(join(root, 'disk', 'lifeboat-lab-0-k7q2xw', 'lifeboat-lab.json'))).toBe(true);
});

test('a place that is not there, is relative, or makes the path of the socket too long is refused with a way out', () => {
  expect(labDirectory(run, {LIFEBOAT_LAB: '/no/such/place'})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('not an existing directory'),
  });
  expect(labDirectory(run, {LIFEBOAT_LAB: 'tmp'})).toMatchObject({ok: false});
  const deep = mkdtempSync(join(tmpdir(), 'a'.repeat(80)));
  onTestFinished(() => rmSync(deep, {recursive: true}));
  expect(labDirectory(run, {LIFEBOAT_LAB: deep})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('too long for a socket'),
  });
});

/** Of root nobody can take a right away, so root becomes an ordinary user first. */
const removing = `
  const [module, directory, uid] = process.argv.slice(1);
  const {removeLabDirectory} = await import(module);
  process.setuid(Number(uid));
  process.stdout.write(JSON.stringify(removeLabDirectory(directory, 't')));`;

test('a directory in it that nobody may write into is removed all the same', () => {
  const root = mkdtempSync('/var/tmp/lb-');
  onTestFinished(() => rmSync(root, {recursive: true}));
  const owner = uid === 0 ? 65_534 : uid;
  const lab = join(root, 'lifeboat-lab-0-k7q2xw');
  mkdirSync(join(lab, 'archive', 'old'), {recursive: true});
  writeFileSync(join(lab, 'lifeboat-lab.json'), '{"token": "t"}');
  writeFileSync(join(lab, 'archive', '000000010000000000000001'), '');
  for (const path of [root, ...readdirSync(root, {recursive: true}).map(name => join(root, String(name)))]) {
    chownSync(path, owner, owner);
  }
  chmodSync(join(lab, 'archive', 'old'), 0o000);
  chmodSync(join(lab, 'archive'), 0o500);

  const module = join(import.meta.dirname, '../../../src/lab/lab-directory.ts');
  const args = ['--input-type=module', '-e', removing, module, lab, String(owner)];
  expect(spawnSync(process.execPath, args, {encoding: 'utf8'})).toMatchObject({stdout: '{"ok":true}', stderr: ''});
  expect(existsSync(lab)).toBe(false);
});
