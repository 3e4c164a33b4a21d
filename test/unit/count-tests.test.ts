/** The closing line of `npm test`: what counts as failed although no assertion failed. */

import {join} from 'node:path';
import {expect, test} from 'vitest';

type Status = 'passed' | 'failed' | 'skipped';
type File = {
  readonly status: 'passed' | 'failed';
  readonly assertionResults: readonly {readonly ancestorTitles: readonly string[]; title: string; status: Status}[];
};
type Account = {
  readonly files: readonly File[];
  readonly exitCode: number;
  readonly brokenRules: readonly string[];
  readonly excused: ReadonlySet<string> | undefined;
  readonly strayLines: readonly string[];
};
type Counting = {
  readonly countTests: (account: Account) => {readonly lines: readonly string[]; readonly isGood: boolean};
  readonly excusedTitles: (text: string) => ReadonlySet<string>;
  readonly linesWithoutTest: (text: string, files: readonly (File & {readonly name: string})[]) => readonly string[];
};

const scripts = join(import.meta.dirname, '..', '..', 'scripts');
const {countTests, excusedTitles, linesWithoutTest}: Counting = await import(join(scripts, 'count-tests.mjs'));

const fileWith = (...statuses: readonly Status[]): File => ({
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map(status => ({
    ancestorTitles: ['on PostgreSQL 15'],
    title: 'the rows come back',
    status,
  })),
});

const count = (account: Partial<Account>) => {
  const {lines, isGood} = countTests({
    files: [],
    exitCode: 0,
    brokenRules: [],
    excused: undefined,
    strayLines: [],
    ...account,
  });
  return {closing: lines.at(-1), isGood};
};

test('all passed: the line says so', () => {
  expect(count({files: [fileWith('passed', 'passed')]})).toEqual({closing: '2 passed, 0 failed', isGood: true});
});

test('a skipped test is counted apart', () => {
  const files = [fileWith('passed', 'skipped')];
  expect(count({files})).toEqual({closing: '1 passed, 0 failed, 1 skipped', isGood: true});
});

test('where CI is set a skipped test fails, unless its full title is excused', () => {
  const files = [fileWith('passed', 'skipped')];
  expect(count({files, excused: new Set()})).toEqual({closing: '1 passed, 1 failed', isGood: false});
  const excused = excusedTitles('# a comment\non PostgreSQL 15 > the rows come back | no package any more\n');
  expect(count({files, excused})).toEqual({closing: '1 passed, 0 failed, 1 skipped', isGood: true});
});

test('a title without a reason excuses nothing', () => {
  expect(excusedTitles('the rows come back\nthe cluster starts | \n').size).toBe(0);
});

test('a file that fell over before its first test is one failure', () => {
  const fallen: File = {status: 'failed', assertionResults: []};
  expect(count({files: [fileWith('passed'), fallen], exitCode: 1})).toEqual({
    closing: '1 passed, 1 failed',
    isGood: false,
  });
});

test('a house rule that does not hold is a failure', () => {
  expect(count({files: [fileWith('passed')], brokenRules: ['arrows']})).toEqual({
    closing: '1 passed, 1 failed',
    isGood: false,
  });
});

test('an error outside of any test, and a suite without a test, are not green', () => {
  expect(count({files: [fileWith('passed')], exitCode: 1}).isGood).toBe(false);
  expect(count({files: []})).toEqual({closing: '0 passed, 0 failed', isGood: false});
});

test('a line that leaves out a test which is not there fails the full suite, so that the list does not outlive what it names', () => {
  const files = [{name: '/src/test/postgres/rows.test.ts', ...fileWith('passed')}];
  const there = 'postgres/rows.test.ts | on PostgreSQL 15 > the rows come back';
  const renamed = 'postgres/rows.test.ts | on PostgreSQL 15 > rows come back';
  expect(linesWithoutTest(`# a comment\n${there}\n${renamed}\n`, files)).toEqual([renamed]);
  expect(count({files, strayLines: [renamed]})).toEqual({closing: '1 passed, 1 failed', isGood: false});
});
