/** In what order differences from before are taken back. */
import {expect, test} from 'vitest';
import {codeFirst} from '../../../src/breach/catalogue.ts';
import type {Difference} from '../../../src/breach/difference.ts';

const difference = (what: string, change: Difference['change']): Difference => ({
  what,
  change,
  before: change === 'added' ? null : 'as it was',
  now: change === 'gone' ? null : 'as it is',
  statements: ['select'],
});

test('a function that was changed is as before when what calls it is made again; what came goes in its order', () => {
  const found = [
    difference('constraint orders_total on public.orders', 'changed'),
    difference('column public.orders.total', 'changed'),
    difference('function public.refresh(text)', 'added'),
    difference('function public.is_valid(numeric)', 'changed'),
    difference('cast (text as integer)', 'changed'),
    difference('role support2', 'added'),
  ];

  expect(codeFirst(found).map(({what}) => what)).toEqual([
    'function public.is_valid(numeric)',
    'cast (text as integer)',
    'constraint orders_total on public.orders',
    'column public.orders.total',
    'function public.refresh(text)',
    'role support2',
  ]);
});
