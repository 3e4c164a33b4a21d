/** One turn at a time: who asks for one in the middle of another gets it right after. */

/** Takes turns; the first that throws ends them, and `onFault` hears why. */
export const createTurns = (onFault: (fault: unknown) => void): ((turn: () => void) => void) => {
  const waiting = new Set<() => void>();
  let isTaking = false;
  return turn => {
    waiting.add(turn);
    if (isTaking) {
      return;
    }
    isTaking = true;
    try {
      for (const next of waiting) {
        waiting.delete(next);
        next();
      }
    } catch (fault) {
      waiting.clear();
      onFault(fault);
    }
    isTaking = false;
  };
};
