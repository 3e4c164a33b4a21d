/** The list of a loop, as far as it is known before anything runs; the state then has its items. */
import type {Json} from '../../base/canonical-json.ts';
import {addItems} from '../../run/blocks.ts';
import type {ForetoldList} from '../../run/dry-run.ts';
import type {Step} from '../../runbook/runbook.ts';
import {itemsFor, listOf} from '../items.ts';
import {textsOf} from '../secrets/hidden-texts.ts';
import {imagine} from './foretell-values.ts';
import {causesOf, type KnownNow, type Place, stepStateAt} from './known-now.ts';

/** Nobody reads more of what is alike, and a list may hold a hundred thousand. */
const itemsSpelledMax = 100;
const othersNamedMax = 1_000;

export type ForetoldItems = {
  readonly list: ForetoldList;
  /** Those that are spelled out, as they may be seen; one stands for all where the list is not known, and where it is empty. */
  readonly items: readonly {readonly item?: Json}[];
  readonly problems: readonly string[];
};

/** Looks into the list of a foreach, or of a step with `each`. */
export const foretellItems = (
  known: KnownNow,
  place: Place,
  {step, atOnce, onItemFailure}: {readonly step: Step} & Pick<ForetoldList, 'atOnce' | 'onItemFailure'>,
): ForetoldItems => {
  const expression = listOf(step);
  const causes = causesOf(known, place, expression);
  const listed = causes.length === 0 && !place.isLeftOut ? itemsFor(step, known.values.at(place.path)) : undefined;
  if (!listed?.ok) {
    const dependsOn = causes.length > 0 ? causes : [`steps.${step.id}`];
    known.lists.set(place.path, dependsOn);
    addItems(known.state, stepStateAt(known, place.path), 1);
    return {
      list: {expression, count: null, dependsOn: causes, atOnce, onItemFailure},
      items: [{}],
      problems: listed ? [listed.reason] : [],
    };
  }
  const {shown, masked} = listed.value;
  const spelled = shown.slice(0, itemsSpelledMax);
  const what = {step: place.path, attempt: 1, ...(masked && {masked})};
  known.lists.set(place.path, []);
  imagine(known, {type: 'listed', from: 0, items: shown, ...what});
  imagine(known, {type: 'opened', count: spelled.length, ...what});
  if (shown.length === 0) {
    // There is no item, so what a step would do with one is left open.
    known.lists.set(place.path, [`steps.${step.id}`]);
    addItems(known.state, stepStateAt(known, place.path), 1);
    return {list: {expression, count: 0, dependsOn: [], atOnce, onItemFailure}, items: [{}], problems: []};
  }
  const {value} = textsOf(known.values.hide);
  const others = shown.slice(spelled.length, spelled.length + othersNamedMax).map(value);
  return {
    list: {
      expression,
      count: shown.length,
      ...(others.length > 0 && {others}),
      dependsOn: [],
      atOnce,
      onItemFailure,
    },
    items: spelled.map(item => ({item: value(item)})),
    problems: [],
  };
};

/** The first round of a repeat. */
export const openRound = (known: KnownNow, {path, isLeftOut}: Place): void => {
  if (isLeftOut) {
    addItems(known.state, stepStateAt(known, path), 1);
  } else {
    imagine(known, {type: 'opened', step: path, attempt: 1});
  }
};
