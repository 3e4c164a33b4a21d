/** Texts that are too long to stand between two steps. */
import {expect, test} from 'vitest';
import {longTexts} from '../../../src/paper/long-texts.ts';

const block = (count: number, word = 'select', language = 'sql'): readonly string[] => [
  `\`\`\`${language}`,
  ...Array.from({length: count}, (_line, index) => `${word} ${index};`),
  '```',
];

test('a text of sixty lines stays, and of a longer one stands at each step where it is', () => {
  const {setApart, atTheEnd} = longTexts();

  expect(setApart([['Send:'], block(60)], '1')).toEqual([['Send:'], block(60)]);
  expect(setApart([['Send:'], block(61), ['Then look.']], '2')).toEqual([
    ['Send:'],
    ['**SQL 1**, at the end of this paper.'],
    ['Then look.'],
  ]);
  expect(setApart([block(61, 'drop'), block(61)], '3a.1')).toEqual([
    ['**SQL 2**, at the end of this paper.'],
    ['**SQL 1**, at the end of this paper.'],
  ]);
  expect(atTheEnd()).toEqual([
    ['## Long texts'],
    ['### SQL 1'],
    ['For steps 2, 3a.1; it is in the check digits there.'],
    block(61),
    ['### SQL 2'],
    ['For step 3a.1; it is in the check digits there.'],
    block(61, 'drop'),
  ]);
});

test('one long line is long as well, and what is no SQL is a text', () => {
  const {setApart} = longTexts();

  expect(setApart([block(1, 'x'.repeat(6_000))], '1')).toEqual([['**SQL 1**, at the end of this paper.']]);
  expect(setApart([block(80, 'echo', '')], '1')).toEqual([['**Text 1**, at the end of this paper.']]);
});

test('sentences are never set apart, and where nothing was nothing stands at the end', () => {
  const {setApart, atTheEnd} = longTexts();
  const many = [Array.from({length: 100}, () => '- [ ] a point of the list')];

  expect(setApart(many, '1')).toEqual(many);
  expect(atTheEnd()).toEqual([]);
});
