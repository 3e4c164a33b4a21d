/** How long a statement is waited for. */

import {expect, test} from 'vitest';
import {clientTimeoutMs} from '../../../src/postgres/connect.ts';

test('the client waits longer than the server may take, and for ever where the server may', () => {
  expect(clientTimeoutMs(60_000)).toBeGreaterThan(60_000);
  expect(clientTimeoutMs(0)).toBe(0);
});
