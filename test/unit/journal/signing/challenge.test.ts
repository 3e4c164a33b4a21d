/** What an approver signs. */
import {expect, test} from 'vitest';
import {challengeText, readChallenge} from '../../../../src/journal/signing/challenge.ts';

const asked = {
  run: '20261101t030000z-lost-tickets-aaaaaa',
  step: 'choose:fast/go',
  attempt: 2,
  ask: 'Put 12,000 rows back?',
  head: 'b'.repeat(64),
};

test('a challenge is one word that says run, step, attempt and question', () => {
  const text = challengeText(asked);
  expect(text).toMatch(/^lifeboat1\.[A-Za-z0-9_-]+$/);
  expect(readChallenge(text)).toMatchObject({...asked, head: 'b'.repeat(32)});
});

test.each([
  {run: '20261101t030000z-lost-tickets-aaaaab'},
  {step: 'choose:slow/go'},
  {attempt: 3},
  {head: 'c'.repeat(64)},
  {ask: 'Put 12,001 rows back?'},
])('another %j is another challenge', change => {
  expect(challengeText({...asked, ...change})).not.toBe(challengeText(asked));
});

test('of a long question the beginning can be read, and the end counts', () => {
  const long = 'Is it safe? '.repeat(100);
  const text = challengeText({...asked, ask: long});
  expect(readChallenge(text)?.ask).toBe(`${long.slice(0, 240)}…`);
  expect(challengeText({...asked, ask: `${long} No.`})).not.toBe(text);
});

test.each([
  '',
  'lifeboat1.',
  'lifeboat1.W10',
  'lifeboat2.W10',
  `${challengeText(asked)}A`,
  challengeText(asked).slice(0, -4),
])('"%s" is none', text => {
  expect(readChallenge(text)).toBeUndefined();
});
