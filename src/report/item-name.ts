/** What an item or a round of a loop is called: a number alone tells nobody which host is meant. */
import type {Json} from '../base/canonical-json.ts';
import {showForeignLine} from '../base/foreign-text.ts';
import {blockOf, ownerOf, type Path} from '../run/path.ts';
import type {RunState} from '../run/state.ts';

/** Longer names push the title of the step out of the line. */
const nameMax = 24;

/** `2, beta` for the second item, `2` where the items are secret, `round 2`; undefined for a block that is none of a loop. */
export const itemName = ({steps}: RunState, block: string): string | undefined => {
  const index = /\[(\d+)\]$/.exec(block)?.[1];
  const owner = steps.get(ownerOf(block));
  if (index === undefined || owner === undefined) {
    return undefined;
  }
  const number = Number(index) + 1;
  if (owner.outline.opens === 'rounds') {
    return `round ${number}`;
  }
  const item = owner.itemsMasked === true ? undefined : owner.items?.[Number(index)];
  return item === undefined ? `${number}` : `${number}, ${cut(called(item))}`;
};

/** The names of all loops around a step, the outermost first. */
export const itemNames = (state: RunState, path: Path): readonly string[] => {
  const names: string[] = [];
  for (let block = blockOf(path); block !== ''; block = blockOf(ownerOf(block))) {
    const name = itemName(state, block);
    names.unshift(...(name === undefined ? [] : [name]));
  }
  return names;
};

/** A map that has a name is called by it. */
const called = (item: Json): string => {
  const {name} = typeof item === 'object' && item !== null && !Array.isArray(item) ? (item as {name?: Json}) : {};
  const said = typeof name === 'string' && name !== '' ? name : item;
  return typeof said === 'string' ? said : JSON.stringify(said);
};

const cut = (text: string): string => {
  const shown = showForeignLine(text);
  return shown.length > nameMax ? `${shown.slice(0, nameMax - 1)}…` : shown;
};
