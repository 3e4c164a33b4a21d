/** Anchors as people type them: digits or words, and never too few of them. */
import {expect, test} from 'vitest';
import {parseAnchor} from '../../../src/journal/anchor.ts';
import {headWords} from '../../../src/journal/head-words.ts';

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

test.each([
  [12, 33],
  [16, 44],
  [20, 55],
])('%i words of a head are an anchor of its first %i digits', (count, digits) => {
  const words = headWords(hash, count);
  const value = {entries: 149, hash: hash.slice(0, digits)};
  expect(parseAnchor(`149:${words}`)).toEqual({ok: true, value});
  expect(parseAnchor(`#149: ${words.replaceAll(' ', '-').toUpperCase()}`)).toEqual({ok: true, value});
});

test.each([4, 8, 11, 13, 21])(
  '%i words are refused: too few bits, or a word that would not be looked at whole',
  count => {
    expect(parseAnchor(`149:${headWords(hash, count)}`)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(
        `^An anchor of words has 12, 16 or 20 of them and not ${count}: for fewer than 128 bits`,
      ),
    });
  },
);

test('a word that is not in the list makes it no anchor', () => {
  expect(parseAnchor(`149:${headWords(hash, 11)} lifeboat`)).toMatchObject({
    ok: false,
    reason: expect.stringMatching('is not an anchor; give'),
  });
});
