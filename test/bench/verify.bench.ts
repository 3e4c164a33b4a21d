/** `lifeboat verify` of a run of 20,000 facts and 60 MiB against `sha256sum` of its journal: whole commands, start-up included. */
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {scan} from '../../src/journal/chain.ts';
import {sha256} from '../../src/journal/safe-file.ts';
import {makeLongRecord} from '../support/long-record.ts';
import {elapsedMs, judgeRatio, type Pair, reportRatio} from '../support/measuring.ts';

const ratioMax = 4;
const rounds = 7;
const root = join(import.meta.dirname, '../..');

const run = (program: string, argv: readonly string[]): void => {
  const {status, stderr} = spawnSync(program, argv, {cwd: root, stdio: ['ignore', 'ignore', 'pipe']});
  if (status !== 0) {
    throw new Error(`${program} ${argv.join(' ')} ended with ${status}: ${stderr}`);
  }
};

type Sizes = {readonly outputLength: number};

/** Each pair in turn, on the same file; the first look at it is not counted. */
const measured = async (state: string, {outputLength}: Sizes) => {
  const record = await makeLongRecord(state, {facts: 20_000, outputLength});
  const verify = () => run(process.execPath, ['dist/lifeboat.mjs', 'verify', record.id, '--state', state]);
  const digest = () => run('sha256sum', [record.journal]);
  verify();
  digest();
  const commands: Pair[] = [];
  const inside: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) {
    commands.push({oursMs: elapsedMs(verify), peerMs: elapsedMs(digest)});
    const bytes = readFileSync(record.journal);
    inside.push({oursMs: elapsedMs(() => scan(bytes)), peerMs: elapsedMs(() => sha256(bytes))});
  }
  const mib = (statSync(record.journal).size / 1024 / 1024).toFixed(0);
  return {commands, inside, what: `${scan(readFileSync(record.journal)).facts.length} facts, ${mib} MiB`};
};

const cache = join(root, 'node_modules/.cache');
mkdirSync(cache, {recursive: true});
const directory = mkdtempSync(join(cache, 'verify-bench-'));
try {
  const small = await measured(join(directory, 'small'), {outputLength: 20});
  // Of six megabytes a digest is done before any program has started; written down so that it is seen when it grows.
  reportRatio(`lifeboat verify against sha256sum, ${small.what}`, small.commands);
  reportRatio(`the walk along the chain against one digest, in one process, ${small.what}`, small.inside);
  const large = await measured(join(directory, 'large'), {outputLength: 4_400});
  reportRatio(`the walk along the chain against one digest, in one process, ${large.what}`, large.inside);
  process.exitCode = judgeRatio(`lifeboat verify against sha256sum, ${large.what}`, large.commands, ratioMax);
} finally {
  rmSync(directory, {recursive: true, force: true});
}
