/** Steps that have run on every way, and values that were named, newest first; ways that meet share a tail, so that a thousand states take little room. */

export type Ran = {readonly id: string; readonly depth: number; readonly earlier: Ran | undefined};

/** With one more. */
export const withRan = (earlier: Ran | undefined, id: string): Ran => ({
  id,
  depth: (earlier?.depth ?? 0) + 1,
  earlier,
});

/** What both have. */
export const commonTail = (a: Ran | undefined, b: Ran | undefined): Ran | undefined => {
  let left = a;
  let right = b;
  while (left !== right) {
    if ((left?.depth ?? 0) >= (right?.depth ?? 0)) {
      left = left?.earlier;
    } else {
      right = right?.earlier;
    }
  }
  return left;
};

/** A named value among what has run; no step is called so. */
export const valueId = (name: string): string => `values.${name}`;

const isValue = (id: string): boolean => id.includes('.');

/** What is certain where two ways meet: what both have, and each value that both have named, be it by steps of their own. */
export const ranOnBoth = (a: Ran | undefined, b: Ran | undefined): Ran | undefined => {
  const tail = commonTail(a, b);
  if (tail === a || tail === b) {
    return tail;
  }
  const named = new Set(addedSince(tail, a).filter(isValue));
  return named.size === 0
    ? tail
    : [...new Set(addedSince(tail, b))].filter(id => named.has(id)).reduce<Ran | undefined>(withRan, tail);
};

/** In the order in which it was added. */
const addedSince = (beginning: Ran | undefined, newest: Ran | undefined): readonly string[] => {
  const added: string[] = [];
  for (let step = newest; step !== beginning && step !== undefined; step = step.earlier) {
    added.push(step.id);
  }
  return added.reverse();
};

/** What both have from one beginning, the second after the first and in its own order. */
export const bothFrom = (
  beginning: Ran | undefined,
  first: Ran | undefined,
  second: Ran | undefined,
): Ran | undefined => addedSince(beginning, second).reduce<Ran | undefined>(withRan, first);

/** Their ids, newest first. */
export const idsOf = (newest: Ran | undefined): readonly string[] => {
  const ids: string[] = [];
  for (let step = newest; step !== undefined; step = step.earlier) {
    ids.push(step.id);
  }
  return ids;
};
