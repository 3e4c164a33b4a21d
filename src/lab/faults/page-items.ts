/** What lies on a page: the items that its line pointers name, and what a page of a B-tree says of itself. */
import {pageBytes} from '../../postgres/page-checksum.ts';

/** Bytes from..to of an item, counted from the beginning of the page. */
export type PageItem = {readonly number: number; readonly from: number; readonly to: number};

/** Items in use, by number from 1 (bufpage.h, itemid.h: 15 bits of offset, 2 of state, 15 of length; state 1 is normal). */
export const itemsOf = (page: Uint8Array): readonly PageItem[] => {
  const view = viewOf(page);
  const count = (view.getUint16(lowerAt, true) - headerBytes) / pointerBytes;
  return Array.from({length: Math.max(0, count)}, (_, index) => {
    const pointer = view.getUint32(headerBytes + index * pointerBytes, true);
    const from = pointer & 0x7fff;
    return {number: index + 1, from, to: from + (pointer >>> 17), state: (pointer >>> 15) & 3};
  })
    .filter(({state, to}) => state === 1 && to <= pageBytes)
    .map(({number, from, to}) => ({number, from, to}));
};

/** Where the columns of a row begin (htup_details.h: t_hoff is the 23rd byte). */
export const columnsFrom = (page: Uint8Array, {from}: PageItem): number => from + (page[from + 22] ?? 0);

/** A leaf of a B-tree that is in use and holds keys (nbtree.h: level, then the flags: leaf 1, deleted 4, meta 8, half dead 16). */
export const isLeafWithKeys = (page: Uint8Array): boolean => {
  const view = viewOf(page);
  const special = view.getUint16(specialAt, true);
  if (special + opaqueBytes !== pageBytes) {
    return false;
  }
  const flags = view.getUint16(special + 12, true);
  // The first item of all but the last leaf is a bound, and no key.
  return (flags & 0b1_1101) === 1 && itemsOf(page).length > 1;
};

/** Changes every bit pattern of bytes from..to, so that none is what it was. */
export const scramble = (page: Uint8Array, from: number, to: number): void => {
  for (let at = from; at < to; at += 1) {
    page[at] = (page[at] ?? 0) ^ 0xa5;
  }
};

const headerBytes = 24;
const pointerBytes = 4;
const opaqueBytes = 16;
const lowerAt = 12;
const specialAt = 16;

const viewOf = (page: Uint8Array): DataView => new DataView(page.buffer, page.byteOffset, pageBytes);
