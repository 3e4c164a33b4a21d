/** Whether the injects that a drill tells of at its end are those that were sealed when it began. */
import {expect, test} from 'vitest';
import {memoryJournal} from '../../../../src/journal/memory-journal.ts';
import {sha256} from '../../../../src/journal/safe-file.ts';
import {saltBytes, sealText} from '../../../../src/journal/sealed-text.ts';
import {verifyRun} from '../../../../src/journal/verify/verify.ts';
import type {FactBody} from '../../../../src/run/event.ts';
import {draft, end, record, runStarted, tickingClock} from '../../../support/journals.ts';

const words = Buffer.from('runbook: restore-tickets\n');
const sealedWords = sealText(words.toString(), new Uint8Array(saltBytes));
const others = Buffer.from('runbook: restore-orders\n');

const sealed: FactBody = {type: 'injects-sealed', file: 'injects.sealed', sha256: sha256(sealedWords)};
const told = (bytes: Buffer): FactBody => ({
  type: 'injects-opened',
  file: 'injects.yaml',
  sha256: sha256(bytes),
  injects: [{inject: 'restore fails', came: true}],
});

/** A record that has ended, and what its problems are called. */
const problemsOf = (
  first: readonly FactBody[],
  last: readonly FactBody[],
  files: {readonly [file: string]: Buffer},
): readonly string[] => {
  const journal = memoryJournal(tickingClock());
  const ended: FactBody = {type: 'run-ended', outcome: 'recovered'};
  record(journal, [[runStarted({mode: 'drill'}), ...first.map(body => draft(body))]]);
  record(journal, [[draft(ended), ...last.map(body => draft(body))]]);
  end(journal);
  const {problems} = verifyRun({
    journal: Buffer.from(journal.text()),
    readFile: file => files[file],
    outputFiles: [],
  });
  return problems.map(({code}) => code).filter(code => code.startsWith('injects-'));
};

const files = {'injects.sealed': sealedWords, 'injects.yaml': words};

test('what is told is what was sealed', () => {
  expect(problemsOf([sealed], [told(words)], files)).toEqual([]);
  expect(problemsOf([], [], {})).toEqual([]);
});

test('other injects than those that were sealed are found, whatever digest the end gives', () => {
  expect(problemsOf([sealed], [told(others)], {...files, 'injects.yaml': others})).toEqual(['injects-differ']);
});

test('a file that cannot be read shows nothing', () => {
  expect(problemsOf([sealed], [told(words)], {'injects.yaml': words})).toEqual(['injects-differ']);
  expect(problemsOf([sealed], [told(words)], {'injects.sealed': sealedWords})).toEqual(['injects-differ']);
});

test('injects that were sealed must be told, and those that are told must have been sealed', () => {
  expect(problemsOf([sealed], [], files)).toEqual(['injects-not-told']);
  expect(problemsOf([], [told(words)], files)).toEqual(['injects-not-sealed']);
});
