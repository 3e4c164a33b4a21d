/** Files that people attach to a run: what is copied, what stays outside. */
import {execFileSync} from 'node:child_process';
import {lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {attachEvidence, evidenceBytesMax} from '../../../src/journal/attach-evidence.ts';
import {createRun, runDirectory} from '../../../src/journal/run-directory.ts';
import {temporaryDirectory} from '../../support/journals.ts';

const desk = () => {
  const directory = temporaryDirectory();
  const id = '20261123t001957z-accidental-deletion-k7q2xw';
  createRun(directory, id);
  return {directory, run: runDirectory(directory, id)};
};

const harmless = () => false;

test('a file is copied for its owner alone, and the fact has its name, size and digest', () => {
  const {directory, run} = desk();
  const path = join(directory, 'Bild vom Schirm.png');
  writeFileSync(path, 'a picture');

  const attached = attachEvidence(run, path, harmless);
  expect(attached).toEqual({
    ok: true,
    value: {
      file: 'evidence/92b2fa5802895831-Bild_vom_Schirm.png',
      name: 'Bild vom Schirm.png',
      bytes: 9,
      sha256: expect.stringMatching(/^92b2fa5802895831/),
    },
  });
  const copy = join(run.path, attached.ok ? attached.value.file : '');
  expect(readFileSync(copy, 'utf8')).toBe('a picture');
  expect(lstatSync(copy).mode & 0o777).toBe(0o600);
  expect(attachEvidence(run, path, harmless)).toEqual(attached);
  expect(readdirSync(run.evidence)).toHaveLength(1);
});

test('nothing is copied but a regular file that is not too large and holds no secret', () => {
  const {directory, run} = desk();
  const at = (name: string) => join(directory, name);
  writeFileSync(at('log'), 'password=hunter2');
  symlinkSync(at('log'), at('link'));
  mkdirSync(at('folder'));
  execFileSync('mkfifo', [at('pipe')]);
  writeFileSync(at('huge'), '');
  truncateSync(at('huge'), evidenceBytesMax + 1);

  const why = (path: string) => {
    const attached = attachEvidence(run, path, text => text.includes('hunter2'));
    return attached.ok ? 'attached' : attached.reason;
  };
  expect(why(at('link'))).toMatch(/link/);
  expect(why(at('folder'))).toMatch(/is not a regular file/);
  expect(why(at('pipe'))).toMatch(/is not a regular file/);
  expect(why('/dev/null')).toBe('/dev/null is not a regular file.');
  expect(why(at('huge'))).toMatch(/has 33554433 bytes, more than the 33554432 that are allowed/);
  expect(why(at('nowhere'))).toMatch(/nowhere/);
  expect(why(at('log'))).toMatch(/holds a secret of this run; take it out and attach the rest/);
  expect(readdirSync(run.evidence)).toEqual([]);
});
