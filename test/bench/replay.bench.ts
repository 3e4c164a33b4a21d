/** Replaying a journal of 30,000 facts, as resume and verify do, against reading and hashing the same file. */
import {createHash} from 'node:crypto';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {scan} from '../../src/journal/chain.ts';
import {advance} from '../../src/machine/advance.ts';
import {compile} from '../../src/machine/compile.ts';
import {outlineOf} from '../../src/machine/outline.ts';
import {beforeStart} from '../../src/machine/position.ts';
import {wanted} from '../../src/machine/wanted.ts';
import {apply, notStarted} from '../../src/run/fold.ts';
import {longRunbook, runThrough} from '../support/long-runs.ts';
import {elapsedMs, judgeRatio, type Pair, reportRatio} from '../support/measuring.ts';

const ratioMax = 8;
const rounds = 7;
const steps = 13_000;

const runbook = longRunbook(steps);
/** Nothing of the run stays in memory but its text: what else it had would be gone through by every collection. */
const journal = await runThrough(runbook).then(({journal, state}) => ({text: journal.text(), facts: state.facts}));
const {facts} = journal;

const cache = join(import.meta.dirname, '../../node_modules/.cache');
mkdirSync(cache, {recursive: true});
const directory = mkdtempSync(join(cache, 'replay-bench-'));
try {
  const file = join(directory, 'journal.jsonl');
  writeFileSync(file, journal.text);
  /** From the bytes to where the run stands and how it looks: the chain is walked, every fact is tried and folded. */
  const replay = (): void => {
    const forest = compile(runbook);
    const state = notStarted(outlineOf(runbook));
    let position = beforeStart;
    for (const fact of scan(readFileSync(file)).facts) {
      const next = advance(forest, position, fact);
      if (next === position) {
        throw new Error(`the machine refuses ${fact.type} at ${fact.seq}`);
      }
      position = next;
      apply(state, fact);
    }
    if (state.facts !== facts || wanted(position).length > 0) {
      throw new Error(`only ${state.facts} of ${facts} facts were replayed`);
    }
  };
  const walk = (): void => {
    if (scan(readFileSync(file)).facts.length !== facts) {
      throw new Error('the chain is broken');
    }
  };
  const digest = (): void => {
    createHash('sha256').update(readFileSync(file)).digest();
  };
  replay();
  const rows = Array.from({length: rounds}, () => ({
    oursMs: elapsedMs(replay),
    walkMs: elapsedMs(walk),
    digestMs: elapsedMs(digest),
  }));
  const against = (peerOf: (row: (typeof rows)[number]) => number): readonly Pair[] =>
    rows.map(row => ({oursMs: row.oursMs, peerMs: peerOf(row)}));
  // One digest over all the bytes knows no entry: nothing that is read by it is a journal. Written down beside the limit.
  reportRatio(
    `replay of ${facts} facts against one digest of the file`,
    against(({digestMs}) => digestMs),
  );
  process.exitCode = judgeRatio(
    `replay of ${facts} facts against reading the journal and hashing its entries`,
    against(({walkMs}) => walkMs),
    ratioMax,
  );
} finally {
  rmSync(directory, {recursive: true, force: true});
}
