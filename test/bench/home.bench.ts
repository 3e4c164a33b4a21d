/** The home screen over a thousand runs: against reading the bytes of their journals, and against one run. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {readHome} from '../../src/cli/home/read-home.ts';
import {judgeRatio, type Pair, reportRatio} from '../support/measuring.ts';
import {storeRun} from '../support/stored-run.ts';

const root = join(import.meta.dirname, '..', '..');
const bundle = join(root, 'dist', 'lifeboat.mjs');

const runs = 1_000;
const rounds = 9;
/** Bytes that the system has in memory are next to nothing; the whole program may take twice as long as with one run. */
const bytesRatioMax = 4;
const startRatioMax = 2;

const place = mkdtempSync(join(tmpdir(), 'lifeboat-bench-home-'));

/** Runs of about a hundred facts and 60 kB, as a drill leaves them; the last of them waits. */
const makeRuns = (count: number): {readonly state: string; readonly journals: readonly string[]} => {
  const state = join(place, `${count}`);
  const letters = 'abcdefghij';
  const journals = Array.from({length: count}, (_, index) => {
    const name = [...String(index).padStart(6, '0')].map(digit => letters[Number(digit)]).join('');
    const id = `20261101t${String(100_000 + index).slice(0, 6)}z-accidental-deletion-${name}`;
    const ending = index === count - 1 ? ('open' as const) : ('sealed' as const);
    return storeRun(state, {
      id,
      mode: ending === 'open' ? 'incident' : 'drill',
      ending,
      notes: {count: 90, length: 400},
    });
  });
  return {state, journals: journals.map(({journal}) => journal)};
};

const tookMs = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const many = makeRuns(runs);
const one = makeRuns(1);

const readBytes = (): void => {
  for (const journal of many.journals) {
    readFileSync(journal);
  }
};

const startHome = (state: string): void => {
  const {status, stderr} = spawnSync(process.execPath, [bundle, '--json'], {
    cwd: place,
    env: {PATH: process.env.PATH, LIFEBOAT_STATE: state},
  });
  if (status !== 0) {
    throw new Error(String(stderr));
  }
};

readBytes();
const firstMs = await tookMs(() => readHome(many.state));
reportRatio('the first look at 1,000 runs, against reading their bytes', [
  {oursMs: firstMs, peerMs: await tookMs(readBytes)},
]);

const known: Pair[] = [];
const started: Pair[] = [];
startHome(many.state);
startHome(one.state);
for (let round = 0; round < rounds; round += 1) {
  const peerMs = await tookMs(readBytes);
  known.push({oursMs: await tookMs(() => readHome(many.state)), peerMs});
  const oneMs = await tookMs(() => startHome(one.state));
  started.push({oursMs: await tookMs(() => startHome(many.state)), peerMs: oneMs});
}
process.exitCode = Math.max(
  judgeRatio('1,000 known runs, against reading their bytes', known, bytesRatioMax),
  judgeRatio('lifeboat over 1,000 runs, against over one', started, startRatioMax),
);
rmSync(place, {recursive: true, force: true});
