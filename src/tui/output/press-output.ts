/** Keys while one looks through what a step printed: to any place of it, by rows, pages, ends and words. */
import type {Moment} from '../moment.ts';
import {editText} from '../press/edit-text.ts';
import type {KeyPress} from '../press/key-press.ts';
import {leave, openMenu} from '../press/press-menu.ts';
import {pasteNotRead} from '../press/send.ts';
import {freshView, type Pressed, type View} from '../view.ts';
import {goToPlace} from './go-to-place.ts';
import {outputKeysAt} from './output-keys.ts';
import {placeAbove, rowsFrom} from './output-rows.ts';
import {type OutputView, outputRows, printedOf} from './output-view.ts';
import {placeNear} from './search-output.ts';

type Looking = {readonly output: OutputView; readonly moment: Moment};

export const pressOutput = (view: View, key: KeyPress, {output, moment}: Looking): Pressed => {
  if (output.typing !== null) {
    return pressSearch(view, key, {output, moment});
  }
  if (key.kind === 'paste') {
    return {view: {...view, notice: pasteNotRead}};
  }
  const command = outputKeysAt(moment).find(({keys}) => keys.includes(key.name))?.command;
  const shown = (changed: Partial<OutputView>): Pressed => ({view: looking(view, {...output, ...changed})});
  const page = outputRows(view.rows);
  switch (command) {
    case undefined:
      return {view};
    case 'close':
      return {view: {...view, dialog: freshView.dialog}};
    case 'up':
      return shown({top: above(output, moment, {rows: 1, page})});
    case 'page-up':
      return shown({top: above(output, moment, {rows: page - 1, page})});
    case 'down':
      return shown({top: below(output, moment, {rows: 1, page})});
    case 'page-down':
      return shown({top: below(output, moment, {rows: page - 1, page})});
    case 'first':
      return shown({top: 0});
    case 'follow':
      return shown({top: null});
    case 'left':
      return shown({shift: Math.max(0, output.shift - shiftCells)});
    case 'right':
      return shown({shift: Math.min(shiftMax, output.shift + shiftCells)});
    case 'search':
      return shown({typing: ''});
    case 'next':
      return findAgain(view, 1, {output, moment});
    case 'previous':
      return findAgain(view, -1, {output, moment});
    case 'menu':
      return openMenu(view, moment);
    case 'leave':
      return leave(view, moment);
    case 'help':
      return {view: {...view, dialog: {kind: 'help', scroll: 0, over: view.dialog}}};
  }
};

const looking = (view: View, output: OutputView): View => ({...view, dialog: {kind: 'output', output}});

const shiftCells = 20;
/** As long as a row can be. */
const shiftMax = 2_000;

type Move = {readonly rows: number; readonly page: number};

const above = (output: OutputView, moment: Moment, {rows, page}: Move): number => {
  const printed = printedOf(moment, output);
  return output.top === null
    ? placeAbove(printed, printed.bytes(), page + rows)
    : placeAbove(printed, output.top, rows);
};

/** Behind the last page the end is followed. */
const below = (output: OutputView, moment: Moment, {rows, page}: Move): number | null => {
  if (output.top === null) {
    return null;
  }
  const ahead = rowsFrom(printedOf(moment, output), output.top, rows + page);
  return ahead.length < rows + page ? null : (ahead[rows - 1]?.to ?? null);
};

const pressSearch = (view: View, key: KeyPress, {output, moment}: Looking): Pressed => {
  const typing = output.typing ?? '';
  const name = key.kind === 'key' ? key.name : 'paste';
  if (name === 'escape' || name === 'ctrl-c' || (name === 'enter' && typing === '')) {
    return {view: looking(view, {...output, typing: null})};
  }
  if (name === 'enter') {
    const search = {needle: typing, place: null, isLooking: true, count: 0, isCounted: false, number: null};
    // While the end is followed the newest place is the one that is wanted; elsewhere the one that comes next.
    const isFollowing = output.top === null;
    const from = output.top ?? printedOf(moment, output).bytes();
    return {
      view: looking(view, {...output, typing: null, search}),
      effect: {do: 'find', from, by: isFollowing ? -1 : 1},
    };
  }
  return {view: looking(view, {...output, typing: editText(typing, key) ?? typing})};
};

const findAgain = (view: View, by: 1 | -1, {output, moment}: Looking): Pressed => {
  const {search, top} = output;
  if (search === null) {
    return {view: {...view, notice: 'Nothing was searched for yet: / searches.'}};
  }
  if (search.isLooking) {
    return {view: {...view, notice: 'Still looking.'}};
  }
  const printed = printedOf(moment, output);
  const here = search.place ?? top ?? printed.bytes();
  const from = by > 0 && search.place !== null ? here + 1 : here;
  // Mostly it is near: then keys in a burst each go on by one.
  const place = placeNear(printed, {from, by}, search.needle);
  return place === undefined
    ? {view: looking(view, {...output, search: {...search, isLooking: true}}), effect: {do: 'find', from, by}}
    : {
        view: looking(view, goToPlace({output, search}, {place, by, isRound: false}, {printed, screenRows: view.rows})),
      };
};
