/** Commands as a person types them. */
import {execFileSync} from 'node:child_process';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {blanksOf} from '../../../src/paper/blanks.ts';
import {inOrder, numbered} from '../../../src/paper/numbers.ts';
import {shellText, shellWord} from '../../../src/paper/shell-text.ts';
import {endStep, runbookOf} from '../../support/model.ts';

const [only] = inOrder(numbered(runbookOf([endStep('finish')])));
if (only === undefined) throw new Error('no step');
const blanks = blanksOf(only.document);

test('the shell takes each word for the word that it is', () => {
  const words = fc.array(
    fc.string({unit: 'grapheme'}).filter(word => !word.includes('\0') && !word.includes('$')),
    {minLength: 1, maxLength: 8},
  );
  fc.assert(
    fc.property(words, run => {
      const text = shellText({run: ['printf', '%s\\n', ...run.map(word => `<${word}>`)], env: {}}, blanks);
      expect(execFileSync('/bin/sh', ['-c', text], {encoding: 'utf8'})).toBe(run.map(word => `<${word}>\n`).join(''));
    }),
    {numRuns: 40},
  );
});

test('what the shell would take apart is quoted, and nothing else', () => {
  expect(['pg_dump', '--file=a.sql', 'two words', "it's", '*'].map(shellWord)).toEqual([
    'pg_dump',
    '--file=a.sql',
    "'two words'",
    "'it'\\''s'",
    "'*'",
  ]);
});

test('the environment stands before the command, and a long line goes on below', () => {
  const run = [
    'lifeboat',
    'backup',
    'find-deletion',
    '--around=${inputs.deleted_at}',
    '--archive=${inputs.wal_archive}',
  ];
  expect(shellText({run, env: {LIFEBOAT_DATABASE: '${inputs.database}'}}, blanks)).toBe(
    [
      'LIFEBOAT_DATABASE=____database____ lifeboat backup find-deletion \\',
      '  --around=____deleted_at____ --archive=____wal_archive____',
    ].join('\n'),
  );
});
