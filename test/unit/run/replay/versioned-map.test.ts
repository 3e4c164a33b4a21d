/** A map that shares what it holds with the checkpoints before it. */
import {expect, test} from 'vitest';
import {type Kind, noVersions, VersionedMap} from '../../../../src/run/replay/versioned-map.ts';

type Count = {count: number};

const kind: Kind<Count> = {copy: value => ({...value}), isSame: (one, other) => one.count === other.count};

/** Three checkpoints: two servers, then a third and more of the first, then nothing new. */
const recorded = () => {
  const versions = noVersions<Count>();
  const live = new VersionedMap(versions, kind, {checkpoint: -1, count: 0});
  live.set('db_1', {count: 1});
  live.set('db_2', {count: 2});
  const first = live.keep(0);
  live.set('db_3', {count: 3});
  const one = live.get('db_1');
  if (one) {
    one.count = 10;
  }
  const second = live.keep(1);
  live.get('db_2');
  const third = live.keep(2);
  const at = (stand: typeof first) => new VersionedMap(versions, kind, stand);
  return {versions, live, at, first, second, third};
};

const contents = (map: ReadonlyMap<string, Count>) => [...map].map(([name, {count}]) => `${name} ${count}`);

test('each checkpoint holds what stood there, in the order in which it came', () => {
  const {at, first, second, third} = recorded();
  expect(contents(at(first))).toEqual(['db_1 1', 'db_2 2']);
  expect(contents(at(second))).toEqual(['db_1 10', 'db_2 2', 'db_3 3']);
  expect(contents(at(third))).toEqual(contents(at(second)));
  expect([at(first).size, at(second).size]).toEqual([2, 3]);
  expect([at(first).has('db_3'), at(second).has('db_3')]).toEqual([false, true]);
});

test('what is only read is kept once', () => {
  const {versions} = recorded();
  expect(versions.newest[1]).toEqual({since: 0, value: {count: 2}});
  expect(versions.newest[0]).toMatchObject({since: 1, value: {count: 10}, before: {since: 0, value: {count: 1}}});
});

test('whoever changes a value changes a copy: the checkpoint and all others stay', () => {
  const {at, first} = recorded();
  const changed = at(first);
  const value = changed.get('db_1');
  if (value) {
    value.count = 99;
  }
  changed.set('db_9', {count: 9});
  expect(changed.touched).toBe(2);
  expect(contents(changed)).toEqual(['db_1 99', 'db_2 2', 'db_9 9']);
  expect(contents(at(first))).toEqual(['db_1 1', 'db_2 2']);
});

test('whoever only reads is given what is shared, and nothing is copied for it', () => {
  const {at, first} = recorded();
  const one = at(first);
  const other = at(first);
  one.isRead = true;
  other.isRead = true;
  expect(one.get('db_1')).toBe(other.get('db_1'));
  expect([...one.values()]).toHaveLength(2);
  expect(one.touched).toBe(0);
});

test('it is a map in every other way', () => {
  const {at, second} = recorded();
  const map = at(second);
  const seen: string[] = [];
  map.forEach((value, name) => {
    seen.push(`${name} ${value.count}`);
  });
  expect(seen).toEqual(contents(map));
  expect([...map.keys()]).toEqual(['db_1', 'db_2', 'db_3']);
  expect([...map.entries()].map(([name]) => name)).toEqual([...map.keys()]);
  expect(map.get('db_7')).toBeUndefined();
});
