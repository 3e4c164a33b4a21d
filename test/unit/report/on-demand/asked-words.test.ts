/** Words that ask for something are told from answers. */
import {expect, test} from 'vitest';
import {readAsked} from '../../../../src/report/on-demand/asked-words.ts';

test('a word alone asks, and a step may stand behind output', () => {
  expect(readAsked(' status ', [])).toEqual({word: 'status'});
  expect(readAsked('output', [])).toEqual({word: 'output'});
  expect(readAsked('output choose:one/slow', [])).toEqual({word: 'output', step: 'choose:one/slow'});
  expect(readAsked('output @copy', [])).toEqual({word: 'output', step: 'copy'});
});

test('a word with more behind it is an answer, and so is a name that has to be typed', () => {
  expect(readAsked('again it was never started', [])).toBeUndefined();
  expect(readAsked('status quo', [])).toBeUndefined();
  expect(readAsked('status', ['status'])).toBeUndefined();
  expect(readAsked('done', [])).toBeUndefined();
});
