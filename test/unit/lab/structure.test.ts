/** Lines of two catalogues beside each other. */
import {expect, test} from 'vitest';
import {compareStructure} from '../../../src/lab/structure.ts';

test('what is gone and what was added is told apart, and an extension that was added is held against nobody', () => {
  const before = ['public.orders: table of postgres', 'extension plpgsql', 'extension pg_trgm'];
  const now = ['public.orders: table of app', 'extension plpgsql', 'extension amcheck'];
  expect(compareStructure(before, now)).toEqual({
    gone: ['public.orders: table of postgres', 'extension pg_trgm'],
    added: ['public.orders: table of app'],
  });
  expect(compareStructure(before, before)).toEqual({gone: [], added: []});
});
