/** Tables go back in an order in which nobody points at what is not there yet. */

import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type ForeignKey, orphansSql, parentsFirst} from '../../../src/postgres/foreign-keys.ts';

const key = (child: string, parent: string): ForeignKey => ({
  name: `${child}_${parent}`,
  child,
  parent,
  childColumns: ['a', 'b'],
  parentColumns: ['x', 'y'],
});

test('orders come before their tickets, and a table may point at itself', () => {
  const keys = [
    key('tickets', 'orders'),
    key('orders', 'customers'),
    key('orders', 'orders'),
    key('tickets', 'events'),
  ];
  expect(parentsFirst(['tickets', 'orders', 'events'], keys)).toEqual(['orders', 'events', 'tickets']);
  expect(parentsFirst(['a', 'b'], [key('a', 'b'), key('b', 'a')])).toBeNull();
});

test('in every order that is found, each table comes after those that it points at', () => {
  const table = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  fc.assert(
    fc.property(fc.uniqueArray(table), fc.array(fc.tuple(table, table)), (tables, pairs) => {
      const keys = pairs.map(([child, parent]) => key(child, parent));
      const ordered = parentsFirst(tables, keys);
      if (ordered === null) return;
      expect([...ordered].sort()).toEqual([...tables].sort());
      for (const {child, parent} of keys) {
        const [at, before] = [ordered.indexOf(child), ordered.indexOf(parent)];
        expect(at === -1 || before === -1 || child === parent || before < at).toBe(true);
      }
    }),
  );
});

test('a key of two columns is an orphan only when it is complete', () => {
  expect(orphansSql(key('tickets', 'orders'))).toBe(
    'select count(*) as orphans from tickets c where c."a" is not null and c."b" is not null and not exists (select from orders p where c."a" = p."x" and c."b" = p."y")',
  );
});
