/** The note beside a sealed journal, which is also what a seal signs. */
import {expect, test} from 'vitest';
import {headNote, parseHeadNote} from '../../../src/journal/head-note.ts';

const hash = `bb584592568af70cf2a306e28e124673${'7'.repeat(32)}`;

test('a note has three lines and is read back', () => {
  const note = headNote('20261123t001957z-accidental-deletion-k7q2xw', {entries: 149, hash});

  expect(note).toBe(
    'lifeboat/20261123t001957z-accidental-deletion-k7q2xw\n149\nu1hFklaK9wzyowbijhJGc3d3d3d3d3d3d3d3d3d3d3c=\n',
  );
  expect(parseHeadNote(Buffer.from(note))).toEqual({entries: 149, hash});
});

test('a note with signatures of a later version is read too', () => {
  const note = `${headNote('r', {entries: 1, hash})}\n— ops-1 Az3grl\n`;

  expect(parseHeadNote(Buffer.from(note))).toEqual({entries: 1, hash});
});

test('what is no note is none', () => {
  expect(parseHeadNote(Buffer.from('lifeboat/r\n149\nshort\n'))).toBeUndefined();
  expect(parseHeadNote(Buffer.from([0xff, 0xfe]))).toBeUndefined();
});
