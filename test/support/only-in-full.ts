/** Vitest loads this before each file with real programs: at a desk `npm test` leaves out what test/only-in-full.txt names. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, type RunnerTestCase, type RunnerTestSuite} from 'vitest';

const list = join(import.meta.dirname, '..', 'only-in-full.txt');

// Set by `npm test` without CI alone: who names a file on vitest's command line wants all of it.
const left = new Set(process.env.LIFEBOAT_AT_A_DESK === '1' ? readFileSync(list, 'utf8').split('\n') : []);

beforeEach(({task, skip}) => {
  if (left.has(lineOf(task))) {
    skip('only in the full suite');
  }
});

const lineOf = (task: Readonly<RunnerTestCase>): string =>
  `${task.file.filepath.split('/test/').at(-1)} | ${titlesOf(task).join(' > ')}`;

const titlesOf = (task: RunnerTestCase | RunnerTestSuite): readonly string[] => [
  ...(task.suite ? titlesOf(task.suite) : []),
  task.name,
];
