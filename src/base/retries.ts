/** How long to wait before something is tried again, and how that is said. */
import {spellDurationMs} from './duration.ts';

/** How often altogether, the first wait, and by how much each further one is longer. */
export type Retry = {readonly attempts: number; readonly delayMs: number; readonly backoff: number};

/** However fast the delay grows, nobody waits for more than a day. */
const waitMsMax = 86_400_000;

/** The wait after so many tries that failed, the first of them 0. */
export const retryWaitMs = ({delayMs, backoff}: Retry, tries: number): number =>
  Math.min(delayMs * backoff ** tries, waitMsMax);

/** `up to 3 times, 5 s apart`, or `up to 4 times, waiting 10 s, 30 s and 1 min 30 s in between`. */
export const retryWords = (retry: Retry): string => {
  const waits = Array.from({length: retry.attempts - 1}, (_, tries) =>
    spellDurationMs(Math.round(retryWaitMs(retry, tries) / 1_000) * 1_000),
  );
  const [first, ...others] = waits;
  const often = `up to ${retry.attempts} times`;
  if (first === undefined || retry.delayMs === 0) {
    return often;
  }
  return others.every(wait => wait === first)
    ? `${often}, ${first} apart`
    : `${often}, waiting ${waits.slice(0, -1).join(', ')} and ${waits.at(-1)} in between`;
};
