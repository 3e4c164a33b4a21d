/** The codes and their explanations; test/golden/lint.test.ts shows that each is in use. */
import {expect, test} from 'vitest';
import {codes, explain} from '../../../src/diagnostics/codes.ts';

test('a code is an area, a stroke and a name, and its explanation is a sentence', () => {
  for (const [code, why] of Object.entries(codes)) {
    expect(code).toMatch(/^[a-z]+\/[a-z]+(?:-[a-z]+)*$/);
    expect(why).toMatch(/^[A-Z].*\.$/);
  }
});

test('a code that is not ours has no explanation', () => {
  expect(explain('step/no-kind')).toBe('A step is of exactly one kind, named by its key.');
  expect(explain('toString')).toBeUndefined();
});
