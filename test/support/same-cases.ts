/** Vitest loads this before each file: random cases are the same each time, so that a commit that passes once passes always. */
import fc from 'fast-check';

/** Any number; another one is other cases. */
const usual = 20_261_124;

const wanted = process.env.LIFEBOAT_SEED;

fc.configureGlobal({seed: wanted === 'new' ? Math.floor(Math.random() * 2 ** 31) : Number(wanted ?? usual)});
