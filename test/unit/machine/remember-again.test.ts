/** What comes again is worked out twice and then no more; what comes once is not kept. */
import {expect, test} from 'vitest';
import {rememberAgain} from '../../../src/machine/remember-again.ts';

test('what was asked for twice is the same object from then on, by owner and name', () => {
  const remember = rememberAgain<object, object>();
  const [copy, compare] = [{}, {}];
  const asked = (owner: object, name: string) => remember(owner, name, () => ({}));
  const [first, second, third] = [asked(copy, 'began 1'), asked(copy, 'began 1'), asked(copy, 'began 1')];

  expect(second).not.toBe(first);
  expect(third).toBe(second);
  expect(asked(copy, 'began 2')).not.toBe(second);
  expect(asked(compare, 'began 1')).not.toBe(second);
});
