/** Tables that hang on others, however far. */
import {expect, test} from 'vitest';
import {withDescendants} from '../../../../src/lab/faults/pointing-tables.ts';

const key = (child: string, parent: string) => ({
  name: `${child}_${parent}_fkey`,
  child,
  parent,
  childColumns: ['id'],
  parentColumns: ['id'],
});

test('children and their children come along, each once, also in a circle and with itself', () => {
  const keys = [
    key('orders', 'customers'),
    key('tickets', 'orders'),
    key('payments', 'orders'),
    key('customers', 'tickets'),
    key('orders', 'orders'),
  ];
  expect(withDescendants(['orders'], keys)).toEqual(['orders', 'tickets', 'payments', 'customers']);
  expect(withDescendants(['payments'], keys)).toEqual(['payments']);
  expect(withDescendants(['venues', 'payments'], keys)).toEqual(['venues', 'payments']);
});
