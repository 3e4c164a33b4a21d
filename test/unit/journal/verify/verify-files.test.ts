/** Files held against the digests in the facts of their run. */
import {chmodSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {memoryJournal} from '../../../../src/journal/memory-journal.ts';
import {writeRunFile} from '../../../../src/journal/run-files.ts';
import {sha256} from '../../../../src/journal/safe-file.ts';
import {verifyRun} from '../../../../src/journal/verify/verify.ts';
import {draft, record, runStarted, tickingClock} from '../../../support/journals.ts';
import {runOnDisk, text, verified} from '../../../support/recorded-runs.ts';

test.each(['runbook.yaml', 'outline.json', 'output/restore_rows#1.log'])('%s is held against its digest', file => {
  const run = runOnDisk('finished');
  const path = join(run.path, file);
  chmodSync(path, 0o600);
  writeFileSync(path, 'something else');
  expect(verified(run)).toMatchObject({
    ok: false,
    verdict: 'DAMAGED',
    problems: [{code: 'file-changed', message: expect.stringMatching(file)}],
  });

  rmSync(path);
  expect(verified(run)).toMatchObject({
    ok: false,
    verdict: 'DAMAGED',
    problems: [{code: 'file-missing', message: expect.stringMatching(file)}],
  });
});

test('the length that a fact gives must be that of the file', () => {
  const output = text('restored 17 rows');
  const journal = memoryJournal(tickingClock());
  const printed = {file: 'output/a#1.log', bytes: output.length + 1, sha256: sha256(output)};
  record(journal, [[runStarted(), draft({type: 'succeeded', step: 'a', attempt: 1, output: printed})]]);
  const evidence = {
    journal: Buffer.from(journal.text()),
    readFile: (file: string) => (file === printed.file ? output : undefined),
    outputFiles: [],
  };

  expect(verifyRun(evidence).problems.map(({code}) => code)).toEqual(['file-missing', 'file-changed']);
});

test('output of an attempt that no fact knows shows that entries are missing', () => {
  const run = runOnDisk('open');
  writeRunFile(run, {path: 'output/restore_rows#2.log', bytes: text('x')});
  writeRunFile(run, {path: 'output/restore_rows#1.rc', bytes: text('x')});

  expect(verified(run)).toMatchObject({
    ok: false,
    verdict: 'TRUNCATED',
    problems: [{code: 'unknown-output', seq: null}],
  });
});

test('a file outside the run is never looked at, whatever a fact says', () => {
  const journal = memoryJournal(tickingClock());
  record(journal, [[runStarted({files: [{path: '/etc/passwd', sha256: sha256(text('x'))}]})]]);
  const run = runOnDisk('open');
  writeFileSync(run.journal, journal.text());

  expect(verified(run).problems[0]).toMatchObject({
    code: 'file-missing',
    message: expect.stringMatching('/etc/passwd'),
  });
});
