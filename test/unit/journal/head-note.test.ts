/** Anchors as people type them, and the note beside a sealed journal. */
import {expect, test} from 'vitest';
import {headNote, parseAnchor, parseHeadNote} from '../../../src/journal/head-note.ts';

const hash = `bb584592568af70cf2a306e28e124673${'7'.repeat(32)}`;

test.each([`149:${hash}`, `149:${hash.toUpperCase()}`, ` 149:${hash}\n`])(
  'an anchor is a number of entries and a hash: %s',
  text => {
    expect(parseAnchor(text)).toEqual({ok: true, value: {entries: 149, hash}});
  },
);

test('128 bits of the hash are enough, with hyphens as they are read aloud', () => {
  expect(parseAnchor('#149:bb58-4592-568a-f70c-f2a3-06e2-8e12-4673')).toEqual({
    ok: true,
    value: {entries: 149, hash: 'bb584592568af70cf2a306e28e124673'},
  });
});

test.each(['', '149', `:${hash}`, `0:${hash}`, `-1:${hash}`, '149:bb58', `149:${hash}0`, `149:x${hash.slice(1)}`])(
  'anything else is refused with an example: "%s"',
  text => {
    expect(parseAnchor(text)).toMatchObject({ok: false, reason: expect.stringMatching('is not an anchor; give')});
  },
);

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
