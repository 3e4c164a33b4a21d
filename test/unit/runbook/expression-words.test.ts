/** What is said about an expression that cannot be read. */
import {expect, test} from 'vitest';
import {inOurWords} from '../../../src/runbook/expression-words.ts';

test.each([
  ['=', 'write == to compare'],
  ['and', 'write && for and'],
  ['constructor', 'write it like a == b && c, x ? y : z, size(list) > 0 or text.contains("x")'],
])('where "%s" is not expected there is a way out', (found, hint) => {
  expect(inOurWords('unexpected_token', 'Unexpected token: IDENTIFIER', found)).toEqual({
    message: `"${found}" is not expected here`,
    hint,
  });
});
