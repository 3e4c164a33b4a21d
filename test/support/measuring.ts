/** Ratios of times that were taken in turn, in one run: they hold on a noisy machine where seconds do not. */

export type Pair = {readonly oursMs: number; readonly peerMs: number};

/** How long synchronous work took, milliseconds. */
export const elapsedMs = (work: () => void): number => {
  const startNs = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - startNs) / 1e6;
};

/**
 * Processor time that work took, milliseconds: for work that only computes, on a machine that others use too. What the
 * work before left behind is collected first, where the program was started with that allowed.
 */
export const processorMs = async (work: () => void | Promise<void>): Promise<number> => {
  globalThis.gc?.();
  const start = process.cpuUsage();
  await work();
  const {user, system} = process.cpuUsage(start);
  return (user + system) / 1e3;
};

/** The middle value. */
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Prints the median of the ratios pair by pair and both medians; gives the exit code: 1 above the limit. */
export const judgeRatio = (what: string, pairs: readonly Pair[], ratioMax: number): number => {
  const ratio = ratioOf(pairs);
  const verdict = ratio <= ratioMax ? 'within' : 'MISSED';
  process.stdout.write(`${what}: ratio ${ratio.toFixed(2)}, ${verdict} ${ratioMax} (${inWords(pairs)})\n`);
  return ratio <= ratioMax ? 0 : 1;
};

/** Prints a ratio that has no limit yet: written down so that it is seen when it grows. */
export const reportRatio = (what: string, pairs: readonly Pair[]): void => {
  process.stdout.write(`${what}: ratio ${ratioOf(pairs).toFixed(2)}, no limit (${inWords(pairs)})\n`);
};

const ratioOf = (pairs: readonly Pair[]): number => median(pairs.map(({oursMs, peerMs}) => oursMs / peerMs));

const inWords = (pairs: readonly Pair[]): string => {
  const ours = median(pairs.map(({oursMs}) => oursMs));
  const peer = median(pairs.map(({peerMs}) => peerMs));
  return `${ours.toFixed(1)} ms against ${peer.toFixed(1)} ms, ${pairs.length} pairs`;
};
