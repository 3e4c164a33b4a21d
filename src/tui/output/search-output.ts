/** Searching what an attempt printed: piece by piece between other work, so that a run goes on while gigabytes are looked through. */
import {setImmediate as nextTurn} from 'node:timers/promises';
import type {Printed} from '../../run/printed.ts';

const pieceBytes = 1_048_576;

export type Wanted = {
  readonly needle: string;
  /** Asked between two pieces: somebody may have given it up. */
  readonly isWanted: () => boolean;
};

export type Where = {readonly from: number; readonly by: 1 | -1};

/** The first place from a byte on, or the last one before it; undefined where there is none, or it was given up. */
export const findPlace = async (
  printed: Printed,
  where: Where,
  {needle, isWanted}: Wanted,
): Promise<number | undefined> => {
  const endAt = printed.bytes();
  for (let from = where.from; where.by > 0 ? from < endAt : from > 0; from += where.by * pieceBytes) {
    const found = placeNear(printed, {...where, from}, needle);
    if (found !== undefined) {
      return found;
    }
    await nextTurn();
    if (!isWanted()) {
      return undefined;
    }
  }
  return undefined;
};

/** The same in the piece next to the byte, at once. */
export const placeNear = (printed: Printed, {from, by}: Where, needle: string): number | undefined => {
  const look = lookFor(needle);
  const begin = by > 0 ? from : Math.max(0, from - pieceBytes);
  // A place that begins in a piece may end behind it.
  const bytesMax = (by > 0 ? pieceBytes : from - begin) + look.bytes - 1;
  const text = look.read(printed.read(begin, bytesMax));
  const found = by > 0 ? text.indexOf(look.text) : text.lastIndexOf(look.text);
  return found === -1 ? undefined : begin + found;
};

export type Count = {
  readonly count: number;
  /** How many of them stand before the place that was given: its number, counted from 0. */
  readonly before: number;
  readonly isWhole: boolean;
};

/** Counts all places; told now and then how far it is, and with the last word at the end. */
export const countPlaces = async (
  printed: Printed,
  place: number,
  {needle, isWanted, tell}: Wanted & {readonly tell: (count: Count) => void},
): Promise<void> => {
  const look = lookFor(needle);
  const endAt = printed.bytes();
  let [count, before] = [0, 0];
  for (let begin = 0, next = 0; begin < endAt; begin += pieceBytes) {
    const text = look.read(printed.read(begin, pieceBytes + look.bytes - 1));
    for (let found = text.indexOf(look.text, next); found !== -1 && found < pieceBytes; ) {
      count += 1;
      before += begin + found < place ? 1 : 0;
      next = found + look.bytes;
      found = text.indexOf(look.text, next);
    }
    next = Math.max(0, next - pieceBytes);
    await nextTurn();
    if (!isWanted()) {
      return;
    }
    tell({count, before, isWhole: false});
  }
  tell({count, before, isWhole: true});
};

/** A word in small letters is found in any; one with a capital letter, or with others than those of ASCII, as it stands. */
export const isExact = (needle: string): boolean => /[^\x20-\x40\x5b-\x7e]/.test(needle);

type Look = {readonly text: string; readonly bytes: number; readonly read: (bytes: Uint8Array) => string};

/** As bytes, a letter each: places are counted in them, and what is no UTF-8 can be searched too. */
const lookFor = (needle: string): Look => {
  const bytes = Buffer.from(needle, 'utf8');
  const asText = (piece: Uint8Array): string =>
    Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('latin1');
  return {
    text: bytes.toString('latin1'),
    bytes: bytes.length,
    read: isExact(needle) ? asText : piece => asText(piece).toLowerCase(),
  };
};
