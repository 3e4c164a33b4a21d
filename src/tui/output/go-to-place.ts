/** The output as it is looked at once a place of what was searched for was found. */
import type {Printed} from '../../run/printed.ts';
import {placeAbove, rowAt} from './output-rows.ts';
import {type OutputView, outputRows, type Search} from './output-view.ts';

export type Found = {
  readonly place: number;
  readonly by: 1 | -1;
  /** It was found only from the other end on. */
  readonly isRound: boolean;
};

/** A third of the screen above the place shows how it came to that. */
export const goToPlace = (
  {output, search}: {readonly output: OutputView; readonly search: Search},
  {place, by, isRound}: Found,
  {printed, screenRows}: {readonly printed: Printed; readonly screenRows: number},
): OutputView => ({
  ...output,
  top: placeAbove(printed, rowAt(printed, place), Math.floor(outputRows(screenRows) / 3)),
  search: {...search, place, isLooking: false, number: numberAfter(search, {by, isRound})},
});

/** Counted once; from then on it goes up and down with each step. */
const numberAfter = (
  {number, count, isCounted}: Search,
  {by, isRound}: Pick<Found, 'by' | 'isRound'>,
): number | null => {
  if (!isCounted || number === null) {
    return null;
  }
  return isRound ? (by > 0 ? 1 : count) : number + by;
};
