/** Ids beside the names of files, and beside those of the neighbours. */
import {expect, test} from 'vitest';
import {idProblems, type Named} from '../../../src/cli/lint-ids.ts';

const file = (path: string, id: string, within?: string): Named => ({
  path,
  text: `format: 1\nid: ${id}\nversion: 1.0.0\n`,
  ...(within !== undefined && {within}),
});

const told = (...files: readonly Named[]): readonly string[] => {
  const problemsOf = idProblems(files);
  return files.flatMap(one =>
    problemsOf(one).map(
      ({code, span, message}) => `${one.path} ${code} ${one.text.slice(span.from, span.to)}: ${message}`,
    ),
  );
};

test('a runbook that is called otherwise than its file is told under its id', () => {
  expect(told(file('other.yaml', 'zzz'))).toEqual([
    'other.yaml runbook/other-file zzz: this runbook is found as "other", like its file, and not as "zzz"',
  ]);
  expect(told(file('runbooks/zzz.yml', 'zzz'), file('a.yaml', '"a"   # quoted'), file('b.yaml', 'B c'))).toEqual([]);
});

test('two that are found in one folder cannot have one id; in two folders they may', () => {
  expect(told(file('r/a/zzz.yaml', 'zzz', 'r'), file('r/b/zzz.yaml', 'zzz', 'r'))).toEqual([
    'r/a/zzz.yaml runbook/duplicate-id zzz: r/b/zzz.yaml has the id "zzz" too',
    'r/b/zzz.yaml runbook/duplicate-id zzz: r/a/zzz.yaml has the id "zzz" too',
  ]);
  expect(told(file('zzz.yaml', 'zzz'), file('./zzz.yml', 'zzz'))).toHaveLength(2);
  expect(told(file('r/a/zzz.yaml', 'zzz'), file('r/b/zzz.yaml', 'zzz'))).toEqual([]);
  expect(told(file('zzz.yaml', 'zzz'), file('./zzz.yaml', 'zzz'))).toEqual([]);
});
