/** Our own bugs, loudly: the only thing that throws; caught once, where the program begins. */

/** Throws when something that we promised ourselves does not hold. Never for what a user or the world can cause. */
export function assert(condition: unknown, why: string): asserts condition {
  if (!condition) {
    throw new Error(`This is a fault in Lifeboat, not in your runbook: ${why}`);
  }
}
