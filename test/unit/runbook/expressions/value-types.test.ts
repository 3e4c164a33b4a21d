/** The types that a value has when it is read again. */
import {expect, test} from 'vitest';
import {anyOf, givenAs, itemsAs, keptAs, seenAs} from '../../../../src/runbook/expressions/value-types.ts';

const time = 'google.protobuf.Timestamp';

test('a text that was kept may be a time, a number whole, and a duration is a text', () => {
  expect(keptAs(['string'])).toEqual(['string', time]);
  expect(keptAs(['double'])).toEqual(['double', 'int']);
  expect(keptAs(['google.protobuf.Duration'])).toEqual(['string']);
  expect(keptAs(['Connection'])).toEqual(['string']);
  expect(keptAs([time])).toEqual([time]);
});

test('of a list or a map that was kept its items are known as each of them is', () => {
  expect(keptAs(['list<int>'])).toEqual(['list<int>']);
  expect(keptAs(['list<string>'])).toEqual(['list<string>', `list<${time}>`]);
  expect(keptAs(['list<double>'])).toEqual(['list<double>', 'list<int>']);
  expect(keptAs(['list<bytes>'])).toEqual(['list']);
  expect(keptAs(['map<string, string>'])).toEqual(['map<string, string>', `map<string, ${time}>`]);
  expect(keptAs(['list<list<bool>>'])).toEqual(['list<list<bool>>']);
  expect(keptAs(['map<string, int>'])).toEqual(['map<string, int>']);
  expect(keptAs(['map<int, string>'])).toEqual(['map<string, string>', `map<string, ${time}>`]);
  expect(keptAs(['bytes'])).toBeUndefined();
});

test('several ways give any of their types, and too many say nothing', () => {
  expect(anyOf([['int'], ['double', 'int']])).toEqual(['int', 'double']);
  expect(anyOf([['int'], undefined])).toBeUndefined();
  expect(
    anyOf([
      ['int', 'bool'],
      ['string', 'list', 'map'],
    ]),
  ).toBeUndefined();
});

test('what is declared is seen as the engine gives it', () => {
  expect(givenAs('hostname')).toEqual(['string']);
  expect(givenAs('string')).toEqual(['string', time]);
  expect(givenAs('list')).toEqual(['list']);
  expect(givenAs('json')).toBeUndefined();
  expect(seenAs({type: 'list', of: 'timestamp'})).toEqual(['list<string>']);
  expect(seenAs({type: 'list', of: 'integer'})).toEqual(['list<int>']);
  expect(seenAs({type: 'list', of: 'number'})).toEqual(['list']);
  expect(seenAs({type: 'string'})).toEqual(['string']);
});

test('an item that is a text may lead to a database', () => {
  expect(itemsAs(['list<string>'])).toEqual(['string', time, 'Connection']);
  expect(itemsAs(['list<string>', `list<${time}>`])).toEqual(['string', time, 'Connection']);
  expect(itemsAs(['list<int>'])).toEqual(['int']);
  expect(itemsAs(['list'])).toBeUndefined();
});
