/** Carries a search out and tells the view how far it is, for as long as the view still wants it. */
import type {RunSession} from '../../run/session.ts';
import type {View} from '../view.ts';
import {goToPlace} from './go-to-place.ts';
import {type OutputView, printedOf, type Search} from './output-view.ts';
import {countPlaces, findPlace, type Where} from './search-output.ts';

type Change = (change: (view: View) => View) => void;

/** `view` is the one that asked; what it asked for stands in its output dialog. */
export const findInOutput = async (
  session: RunSession,
  {view, where, update}: {readonly view: View; readonly where: Where; readonly update: Change},
): Promise<void> => {
  const {dialog} = view;
  if (dialog.kind !== 'output' || dialog.output.search === null) {
    return;
  }
  const {output} = dialog;
  const {search} = dialog.output;
  const {needle} = search;
  const printed = printedOf(session, output);
  // Another search, another step, or the dialog closed: what is found then is nobody's.
  let isWanted = true;
  const tell = (change: (search: Search, open: OutputView) => Partial<OutputView>, notice?: string): void =>
    update(now => {
      const open = now.dialog.kind === 'output' ? now.dialog.output : undefined;
      isWanted = open?.search?.needle === needle && open.path === output.path;
      return open?.search && isWanted
        ? {
            ...now,
            dialog: {kind: 'output', output: {...open, ...change(open.search, open)}},
            ...(notice !== undefined && {notice}),
          }
        : now;
    });
  const wanted = {needle, isWanted: () => isWanted};
  const ahead = await findPlace(printed, where, wanted);
  const place = ahead ?? (await findPlace(printed, {...where, from: where.by > 0 ? 0 : printed.bytes()}, wanted));
  if (place === undefined) {
    tell(now => ({search: {...now, isLooking: false, isCounted: true}}), `"${needle}" was not found.`);
    return;
  }
  const found = {place, by: where.by, isRound: ahead === undefined};
  const round = found.isRound ? `From the ${where.by > 0 ? 'beginning' : 'end'} again.` : undefined;
  tell((now, open) => goToPlace({output: open, search: now}, found, {printed, screenRows: view.rows}), round);
  if (!search.isCounted) {
    await countPlaces(printed, place, {
      ...wanted,
      tell: ({count, before, isWhole}) =>
        tell(now => ({
          search: {
            ...now,
            count,
            isCounted: isWhole,
            // Whoever has gone on meanwhile gets the number with the next search.
            number: isWhole && now.place === place ? before + 1 : now.number,
          },
        })),
    });
  }
};
