/** What is seen of a step after a lie: the field that is named, and nothing else, is another one. */
import {expect, test} from 'vitest';
import type {Performed} from '../../../src/engine/actions/runner.ts';
import {lied} from '../../../src/injects/lie.ts';

const counted: Performed = {
  ok: true,
  scope: {exit: 0, stdout: '{"lost":120}', stderr: '', json: {lost: 120, tables: [{name: 'orders', lost: 24}]}},
  certain: true,
};

test.each([
  ['a whole field', {stdout: 'nothing lost'}, {stdout: 'nothing lost'}],
  ['a member', {'json.lost': 0}, {json: {lost: 0, tables: [{name: 'orders', lost: 24}]}}],
  ['a member of an item', {'json.tables[0].lost': 1}, {json: {lost: 120, tables: [{name: 'orders', lost: 1}]}}],
  ['one more item', {'json.tables[1]': {}}, {json: {lost: 120, tables: [{name: 'orders', lost: 24}, {}]}}],
  ['what is not there', {'rows[0].n': 3}, {rows: [{n: 3}]}],
  ['two fields', {exit: 3, 'json.lost': 0}, {exit: 3, json: {lost: 0, tables: [{name: 'orders', lost: 24}]}}],
])('%s is replaced', (_what, says, seen) => {
  expect(lied(counted, {says})).toEqual({...counted, scope: {...counted.scope, ...seen}});
});

test.each(['stdout.lost', 'json.tables[7].lost'])('%s leads nowhere and changes nothing', field => {
  expect(lied(counted, {says: {[field]: 0}})).toEqual(counted);
});

test('a lie cannot reach what every object has', () => {
  const {scope} = lied(counted, {says: {'json.__proto__': {polluted: true}, 'json.constructor.prototype.polluted': 1}});

  expect(Object.getPrototypeOf(scope.json)).toBe(Object.prototype);
  expect(({} as {polluted?: unknown}).polluted).toBeUndefined();
});
