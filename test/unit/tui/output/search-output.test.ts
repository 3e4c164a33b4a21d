/** Searching what was printed: forth, back, counted, over the edges of pieces of a megabyte. */
import {expect, test} from 'vitest';
import type {Printed} from '../../../../src/run/printed.ts';
import {type Count, countPlaces, findPlace, placeNear} from '../../../../src/tui/output/search-output.ts';

const printed = (text: string): Printed => {
  const bytes = Buffer.from(text);
  return {bytes: () => bytes.length, read: (offset, bytesMax) => bytes.subarray(offset, offset + bytesMax)};
};

/** Three megabytes with the word over both edges, once more in the middle, and once at the very end. */
const edge = 1_048_576;
const filler = 'rows of payments are restored. ';
const withWord = (places: readonly number[], word = 'Error'): string => {
  const bytes = Buffer.from(filler.repeat(Math.ceil((3 * edge) / filler.length)));
  for (const place of places) {
    bytes.write(word, place);
  }
  return bytes.toString();
};
const places = [edge - 2, 1_500_000, 2 * edge - 3, 3 * edge - 5] as const;
const log = printed(withWord(places).slice(0, 3 * edge));
const wanted = {needle: 'error', isWanted: () => true};

test('every place is found going forth and going back', async () => {
  const forth: (number | undefined)[] = [];
  for (let from = 0; forth.at(-1) !== undefined || forth.length === 0; from = (forth.at(-1) ?? 0) + 1) {
    forth.push(await findPlace(log, {from, by: 1}, wanted));
  }
  expect(forth).toEqual([...places, undefined]);
  const back: (number | undefined)[] = [];
  for (let from = log.bytes(); back.at(-1) !== undefined || back.length === 0; from = back.at(-1) ?? 0) {
    back.push(await findPlace(log, {from, by: -1}, wanted));
  }
  expect(back).toEqual([...places.toReversed(), undefined]);
});

test('they are counted, with the number of those before a place', async () => {
  const told: Count[] = [];
  await countPlaces(log, places[2], {...wanted, tell: count => void told.push(count)});
  expect(told.at(-1)).toEqual({count: 4, before: 2, isWhole: true});
  expect(told[0]).toMatchObject({isWhole: false});
});

test('small letters find any, a capital letter and what is not ASCII only themselves', () => {
  const text = printed('ERROR Error error Übergabe übergabe');
  const first = (needle: string): number | undefined => placeNear(text, {from: 0, by: 1}, needle);
  expect(first('error')).toBe(0);
  expect(first('Error')).toBe(6);
  expect(first('Fault')).toBe(undefined);
  expect(first('übergabe')).toBe(28);
  expect(placeNear(text, {from: 12, by: -1}, 'error')).toBe(6);
});

test('a search that nobody wants any more ends with the piece it is in', async () => {
  const reads: number[] = [];
  const watched: Printed = {
    ...log,
    read: (offset, bytesMax) => {
      reads.push(offset);
      return log.read(offset, bytesMax);
    },
  };
  expect(await findPlace(watched, {from: 0, by: 1}, {needle: 'nowhere', isWanted: () => false})).toBe(undefined);
  expect(reads).toEqual([0]);
});
