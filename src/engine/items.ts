/** The items of a loop: evaluated once, recorded in as many facts as they need, and masked where they hold secrets. */
import type {Json} from '../base/canonical-json.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Wanted} from '../machine/wanted.ts';
import type {Expression, Step} from '../runbook/runbook.ts';
import {type Context, stepAt, valuesAt} from './context.ts';
import {inFacts} from './in-facts.ts';
import {mask} from './secrets/redact.ts';
import {jsonBytes} from './short-text.ts';
import {isSecret, makeValue} from './values/made-values.ts';
import type {Values} from './values/values.ts';

/** Far more than a person can follow, far less than would fill a disk with facts. */
const itemsMax = 100_000;

/** One item is short, as any value of a run. */
const itemBytesMax = 8_000;

/** Evaluates the list of a loop and records its items; the group is opened with their number. */
export const listItems = (
  context: Context,
  item: Wanted,
  attempt: number,
): Result<{readonly count: number; readonly masked: boolean}> => {
  const {step} = stepAt(context.forest, item.path);
  const listed = itemsFor(step, valuesAt(context, item));
  if (!listed.ok) {
    return listed;
  }
  const {shown, masked} = listed.value;
  let from = 0;
  for (const chunk of inFacts(shown)) {
    const part = {step: item.path, attempt, from, items: chunk};
    context.record(item, {type: 'listed', ...part, ...(masked && {masked})});
    from += chunk.length;
  }
  return succeed({count: shown.length, masked});
};

/** The list of a loop, as an expression. */
export const listOf = (step: Step): Expression => (step.kind === 'foreach' ? step.in : (step.each?.in ?? '[]'));

export type Listed = {
  /** As they may be recorded. */
  readonly shown: readonly Json[];
  readonly masked: boolean;
};

/** Evaluates the list of a loop; items that are secret are kept in memory. */
export const itemsFor = (step: Step, values: Values): Result<Listed> => {
  const list = listOf(step);
  const made = makeValue(list, values);
  if (!made.ok) {
    return fail(`in: ${made.reason}`);
  }
  const {value: items, open} = made.value;
  if (!Array.isArray(items)) {
    return fail(`in: ${list} gives no list`);
  }
  if (items.length > itemsMax) {
    return fail(`in: it has ${items.length} items, and ${itemsMax} are possible`);
  }
  if (items.some(one => jsonBytes(one) > itemBytesMax)) {
    return fail(`in: an item is longer than ${itemBytesMax} bytes; leave large data in a file`);
  }
  const seen = Array.isArray(open) && open.length === items.length ? open : [];
  const shown = items.map((one, index) => shownItem(one, seen[index], {step: step.id, values}));
  const masked = shown.some((one, index) => one !== items[index]);
  if (masked) {
    values.keepItems(
      step.id,
      items,
      items.filter((one, index) => one !== shown[index]),
    );
  }
  return succeed({shown, masked});
};

/** An item as somebody sees it who knows no secret; where that cannot be said, by its name alone. */
const shownItem = (
  item: Json,
  open: Json | undefined,
  {step, values}: {readonly step: string; readonly values: Values},
): Json => {
  if (!isSecret(item, open, values)) {
    return item;
  }
  if (open !== undefined && !values.holdsSecret(open)) {
    return open;
  }
  return mask(`${step}.item`);
};
