/** One turn at a time, and what happens when one breaks. */
import {expect, test} from 'vitest';
import {createTurns} from '../../../src/engine/turns.ts';

test('who asks for a turn in the middle of one gets it right after', () => {
  const order: string[] = [];
  const take = createTurns(fault => expect.unreachable(String(fault)));
  const second = () => order.push('second');
  take(() => {
    take(second);
    take(second);
    order.push('first');
  });
  take(() => order.push('third'));
  expect(order).toEqual(['first', 'second', 'third']);
});

test('a turn may ask for itself again', () => {
  let turns = 0;
  const take = createTurns(() => undefined);
  const turn = () => {
    turns += 1;
    if (turns < 3) {
      take(turn);
    }
  };
  take(turn);
  expect(turns).toBe(3);
});

test('a turn that breaks is heard of, and those that wait are not taken', () => {
  const faults: unknown[] = [];
  const take = createTurns(fault => faults.push(fault));
  take(() => {
    take(() => expect.unreachable());
    throw new Error('broken');
  });
  expect(faults).toEqual([new Error('broken')]);
});
