/** The value of a result that a test takes for granted; a reason fails the test with its own words. */

import type {Result} from '../../src/base/result.ts';

export function must<Value, Reason>(result: Result<Value, Reason>): Value {
  if (result.ok) return result.value;
  throw new Error(typeof result.reason === 'string' ? result.reason : JSON.stringify(result.reason));
}
