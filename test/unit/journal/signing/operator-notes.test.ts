/** Where heads that people have signed stand, and what of them is told without any tool. */
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type RunDirectory, runDirectory} from '../../../../src/journal/run-directory.ts';
import {operatorNoteName, operatorNotes} from '../../../../src/journal/signing/operator-notes.ts';
import {freshKey} from '../../../../src/journal/signing/signing-key.ts';
import {type Namespace, namespaces, sshSignature} from '../../../../src/journal/signing/sshsig.ts';
import {temporaryDirectory} from '../../../support/journals.ts';

const note = 'lifeboat/20261123t001957z-accidental-deletion-k7q2xw\n5\nnote\n';
const {key, sign} = freshKey();

const signature = (namespace: Namespace): string => sshSignature({key, namespace, signature: sign(namespace, note)});

const runWith = (files: {readonly [name: string]: string}): RunDirectory => {
  const run = runDirectory(temporaryDirectory(), '20261123t001957z-accidental-deletion-k7q2xw');
  mkdirSync(run.seals, {recursive: true});
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(run.seals, name), text);
  }
  return run;
};

test('a note is named by the contact, else by the fingerprint, and never by what is a path', () => {
  expect(operatorNoteName('technical_lead', key)).toBe('technical_lead.head.note');
  for (const contact of [undefined, '../../keys/host', 'a/b', '.hidden', '', 'Grace Hopper', 'a'.repeat(80)]) {
    expect(operatorNoteName(contact, key)).toMatch(/^SHA256-[\w-]{43}\.head\.note$/);
  }
});

test('a run without signatures of people has none, and the note of its seal is none of them', () => {
  expect(operatorNotes(runDirectory(temporaryDirectory(), 'nowhere'))).toEqual([]);
  expect(operatorNotes(runWith({'head.note': note, 'head.note.sig': signature(namespaces.seal)}))).toEqual([]);
});

test('a signed note is told with the key that signed it', () => {
  const run = runWith({'ada.head.note': note, 'ada.head.note.sig': signature(namespaces.run)});

  expect(operatorNotes(run)).toEqual([
    {file: 'seals/ada.head.note', note: Buffer.from(note), signature: expect.any(String), key},
  ]);
});

test('a note whose signature a crash kept away counts for nothing', () => {
  expect(operatorNotes(runWith({'ada.head.note': note}))).toEqual([]);
});

test.each([
  [
    'a signature that was made for something else',
    {'ada.head.note': note, 'ada.head.note.sig': signature(namespaces.seal)},
  ],
  ['what is no signature', {'ada.head.note': note, 'ada.head.note.sig': 'signed, Ada'}],
  ['a signature without its note', {'ada.head.note.sig': signature(namespaces.run)}],
])('%s is a problem', (_what, files) => {
  expect(operatorNotes(runWith(files))).toMatchObject([{problem: expect.any(String)}]);
});

test('a link out of the run is not followed', () => {
  const run = runWith({'ada.head.note.sig': signature(namespaces.run)});
  const elsewhere = join(temporaryDirectory(), 'note');
  writeFileSync(elsewhere, note);
  symlinkSync(elsewhere, join(run.seals, 'ada.head.note'));

  expect(operatorNotes(run)).toMatchObject([{problem: 'the note cannot be read'}]);
});
