/** What a durable fact costs: append and flush against a bare write and fdatasync of the same bytes, alternating in one run. */
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import {join} from 'node:path';
import {hrtime} from 'node:process';
import {createJournal} from '../../src/journal/file-journal.ts';
import type {Draft} from '../../src/journal/journal.ts';

const ratioMax = 1.3;
// A third of them compile the program; the median is what a run costs once it is under way.
const rounds = 200;
const factsPerRound = 20;

const draft = (step: number): Draft => ({
  body: {
    type: 'performed',
    step: `choose_path:point_in_time/share_${step}`,
    attempt: 1,
    result: {exit: 0, signal: null},
    output: {file: `output/choose_path=point_in_time+share_${step}#1.log`, bytes: 4_096, sha256: 'a'.repeat(64)},
  },
  actor: {name: 'engine', via: 'engine'},
});

const elapsedUs = (work: () => void): number => {
  const start = hrtime.bigint();
  work();
  return Number(hrtime.bigint() - start) / 1_000;
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

// Beside the checkout and not in the temporary directory, which may be memory: syncing costs nothing there.
const cache = join(import.meta.dirname, '../../node_modules/.cache');
mkdirSync(cache, {recursive: true});
const directory = mkdtempSync(join(cache, 'journal-bench-'));
try {
  const path = join(directory, 'journal.jsonl');
  const start = Date.now();
  const journal = createJournal({
    path,
    clock: {
      nowMs: () => Date.now(),
      monoUs: () => Math.round(performance.now() * 1_000),
      bootUs: () => undefined,
      after: () => () => undefined,
    },
  });
  if (!journal.ok) {
    throw new Error(journal.reason);
  }
  const bare = openSync(join(directory, 'bare'), 'ax', 0o600);
  const written = openSync(path, 'r');
  let taken = 0;

  const journaled = (): void => {
    for (let step = 0; step < factsPerRound; step += 1) {
      journal.value.append(draft(step));
      const flushed = journal.value.flush();
      if (!flushed.ok) {
        throw new Error(flushed.reason);
      }
    }
  };

  /** The lines that the journal has just written. */
  const sameLines = (): readonly Buffer[] => {
    const bytes = Buffer.alloc(fstatSync(written).size - taken);
    taken += readSync(written, bytes, 0, bytes.length, taken);
    return bytes
      .toString('utf8')
      .split(/(?<=\n)/)
      .map(line => Buffer.from(line));
  };

  const ratios: number[] = [];
  const costsUs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const journalUs = elapsedUs(journaled);
    const lines = sameLines();
    const bareUs = elapsedUs(() => {
      for (const line of lines) {
        writeSync(bare, line);
        fdatasyncSync(bare);
      }
    });
    ratios.push(journalUs / bareUs);
    costsUs.push(journalUs / factsPerRound);
  }
  journal.value.close();
  closeSync(bare);
  closeSync(written);

  const ratio = median(ratios);
  console.log(
    `append and flush: ${median(costsUs).toFixed(0)} µs a fact, ${ratio.toFixed(2)} times a bare write and fdatasync ` +
      `(limit ${ratioMax}; ${rounds} rounds of ${factsPerRound} in ${((Date.now() - start) / 1_000).toFixed(1)} s)`,
  );
  process.exitCode = ratio <= ratioMax ? 0 : 1;
} finally {
  rmSync(directory, {recursive: true, force: true});
}
