/** A rule that goes on over lines is one rule, and a comment that goes on hides none. */
import {expect, test} from 'vitest';
import {joinedLines} from '../../../src/breach/joined-lines.ts';

test('a line that ends with a backslash goes on in the next one, also a comment', () => {
  expect(joinedLines('host all all \\\n 203.0.113.7/32 trust\n# ours \\\nlocal all all trust\n')).toBe(
    'host all all  203.0.113.7/32 trust\n# ours local all all trust\n',
  );
});
