/** Steps that have run on every way, newest first; ways that meet share a tail, so that a thousand states take little room. */

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

/** What both have from one beginning, the second after the first and in its own order. */
export const bothFrom = (
  beginning: Ran | undefined,
  first: Ran | undefined,
  second: Ran | undefined,
): Ran | undefined => {
  const added: string[] = [];
  for (let step = second; step !== beginning && step !== undefined; step = step.earlier) {
    added.push(step.id);
  }
  return added.reverse().reduce<Ran | undefined>(withRan, first);
};

/** Their ids, newest first. */
export const idsOf = (newest: Ran | undefined): readonly string[] => {
  const ids: string[] = [];
  for (let step = newest; step !== undefined; step = step.earlier) {
    ids.push(step.id);
  }
  return ids;
};
