/** Where no place takes the record the engine stands still and asks; without anybody to ask it ends. */
import {expect, test} from 'vitest';
import {createEndings} from '../../../src/engine/ending.ts';
import {createNoPlace} from '../../../src/engine/no-place.ts';

const full = 'The disk that holds the run is full.';

/** A journal whose disk is full, and what became of what waits in it. */
const stand = (ask?: () => Promise<boolean>) => {
  const done: string[] = [];
  const endings = createEndings(() => undefined);
  const noPlace = createNoPlace({
    endings,
    goOn: () => done.push('goes on'),
    unwritten: {
      offer: () => done.push('kept'),
      isThere: () => done.includes('kept'),
      hold: () => done.push('held'),
      drop: () => done.push('dropped'),
      lines: () => '',
    },
  });
  if (ask) {
    noPlace.onNoPlace(ask);
  }
  return {done, endings, noPlace};
};

test('whoever says yes has it held in memory first, and then it goes on', async () => {
  const {done, endings, noPlace} = stand(async () => true);
  noPlace.came(full);
  noPlace.came('a second write, while the question is open');
  expect(noPlace.asked()).toBe(full);
  await Promise.resolve();
  expect({done, asked: noPlace.asked(), ending: endings.how()}).toEqual({
    done: ['kept', 'held', 'goes on'],
    asked: undefined,
    ending: undefined,
  });
});

test('whoever says no ends it here, with the sentence of the disk', async () => {
  const {done, endings, noPlace} = stand(async () => false);
  noPlace.came(full);
  expect(await endings.ended).toEqual({why: 'journal', reason: full});
  expect(done).toEqual(['kept', 'dropped']);
});

test('where nobody can be asked it ends at once', async () => {
  const {endings, noPlace} = stand();
  noPlace.came(full);
  expect(noPlace.asked()).toBeUndefined();
  expect(await endings.ended).toEqual({why: 'journal', reason: full});
});

test('somebody who leaves instead of answering ends it, and an answer that comes too late changes nothing', async () => {
  const late = Promise.withResolvers<boolean>();
  const {done, endings, noPlace} = stand(() => late.promise);
  noPlace.came(full);
  noPlace.giveUp();
  late.resolve(true);
  await late.promise;
  expect(await endings.ended).toEqual({why: 'journal', reason: full});
  expect(done).toEqual(['kept', 'dropped']);
});
