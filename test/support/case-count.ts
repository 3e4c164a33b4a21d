/** How many random cases a test tries: a sample in `npm test`, all of them with CI=true, and as often again as `npm run chaos` says. */

/** The cases of one run: `LIFEBOAT_TIMES`, which the campaign sets, multiplies the full number. */
export const casesOf = ({sample, full}: {readonly sample: number; readonly full: number}): number =>
  process.env.CI === 'true' ? Math.ceil(full * Number(process.env.LIFEBOAT_TIMES ?? 1)) : sample;
