/** Injects in the directory of their run, from before the first fact until everybody may read them. */
import {chmodSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {formerInjects, sealInjects, tellInjects} from '../../../../src/cli/injects/sealed-injects.ts';
import {parseInjects} from '../../../../src/injects/parse-injects.ts';
import type {Fact, FactBody} from '../../../../src/run/event.ts';
import {runOnDisk} from '../../../support/recorded-runs.ts';

const text = 'format: 1\nrunbook: restore-tickets\ninjects:\n  - tool_missing: {tool: pg_dump}\n';

const asFact = (body: FactBody): Fact => ({
  seq: 2,
  sync: 1,
  session: 1,
  at: '2026-11-23T03:00:00.000Z',
  monoUs: 0,
  actor: {name: 'lifeboat', via: 'engine'},
  ...body,
});

const sealedRun = () => {
  const run = runOnDisk('open');
  const {injects} = parseInjects(text);
  const sealed = injects && sealInjects(run, {text, injects});
  if (!sealed?.ok) {
    throw new Error('the injects were not sealed');
  }
  return {run, sealed: sealed.value, file: join(run.path, sealed.value.fact.file)};
};

test('the file that holds them is for its owner alone and does not say them, and a resume finds them in it', () => {
  const {run, sealed, file} = sealedRun();

  expect(statSync(file).mode & 0o777).toBe(0o400);
  expect(readFileSync(file, 'latin1')).not.toContain('pg_dump');
  expect(formerInjects(run, [asFact(sealed.fact)])).toEqual({ok: true, value: sealed});
});

test('a drill without injects has none, and one that has told them has none left', () => {
  const {run, sealed} = sealedRun();
  const told: FactBody = {type: 'injects-opened', file: 'injects.yaml', sha256: '', injects: []};

  expect(formerInjects(run, [])).toEqual({ok: true, value: undefined});
  expect(formerInjects(run, [asFact(sealed.fact), asFact(told)])).toEqual({ok: true, value: undefined});
});

test('without what was sealed a drill does not go on, nor with anything else in its place', () => {
  const {run, sealed, file} = sealedRun();
  chmodSync(file, 0o600);
  writeFileSync(file, 'sealed text of Lifeboat, version 1\n');
  expect(formerInjects(run, [asFact(sealed.fact)])).toMatchObject({
    ok: false,
    reason: {exit: 'unverified', message: expect.stringContaining('is not the file that was recorded')},
  });

  rmSync(file);
  expect(formerInjects(run, [asFact(sealed.fact)])).toMatchObject({
    ok: false,
    reason: {exit: 'unverified', message: expect.stringContaining('cannot be read')},
  });
});

test('what is told is written once, also by a session that comes after one that had written it', () => {
  const {run, sealed} = sealedRun();
  const told = tellInjects(run, sealed);

  expect(told).toMatchObject({ok: true, value: {file: 'injects.yaml'}});
  expect(tellInjects(run, sealed)).toEqual(told);
  expect(readFileSync(join(run.path, 'injects.yaml'), 'utf8')).toBe(text);
});
