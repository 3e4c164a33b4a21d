/** Lines for people fit a terminal, and what is copied stays whole. */
import {expect, test} from 'vitest';
import {fitted} from '../../../src/cli/print-lines.ts';

const long = '02:47:08 Step 2 of 11, Stop application writes: done after 7 seconds, as nobody would have thought.';

test('a line is broken at words and goes on below its text; a pipe gets it whole', () => {
  expect(fitted([long], 80)).toEqual([
    '02:47:08 Step 2 of 11, Stop application writes: done after 7 seconds, as nobody',
    '         would have thought.',
  ]);
  expect(fitted([long], undefined)).toEqual([long]);
});

test('what somebody copies is never broken: exact text, a command, a path, a word that no line could hold', () => {
  const copied = [
    `         | alter role app nologin ${'and so on '.repeat(10)}`,
    `Go on with: lifeboat resume 20261123t024700z-accidental-deletion-${'k'.repeat(40)} --plain`,
    `Journal: /home/ada lovelace/${'state/'.repeat(12)}journal.jsonl`,
    `To prove it, sign this: lifeboat1.${'WyIyMDI2'.repeat(12)}`,
  ];
  expect(fitted(copied, 80)).toEqual(copied);
});
