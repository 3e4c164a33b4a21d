/** scripts/sabotages.jsonl: every safeguard that `npm run sabotage` takes away still stands in the sources, and so do the tests that must notice. */
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';

const root = join(import.meta.dirname, '../..');

type Sabotage = {
  readonly name: string;
  readonly tests: readonly string[];
  readonly file: string;
  readonly from: string;
};

const sabotages = readFileSync(join(root, 'scripts/sabotages.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map(line => JSON.parse(line) as Sabotage);

test.each(sabotages)('$name stands in $file, once', ({file, from, tests}) => {
  expect(readFileSync(join(root, file), 'utf8').split(from)).toHaveLength(2);
  expect(tests.filter(name => !existsSync(join(root, name)))).toEqual([]);
});

test('each has a name of its own', () => {
  expect(new Set(sabotages.map(({name}) => name)).size).toBe(sabotages.length);
});
