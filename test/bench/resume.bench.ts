/** `lifeboat resume` of a run of 20,000 facts, from the start of the command to the right question, against a program that reads and hashes each entry of its journal. */
import {spawn, spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {scan} from '../../src/journal/chain.ts';
import {longRecordQuestion, makeLongRecord} from '../support/long-record.ts';
import {elapsedMs, judgeRatio, type Pair} from '../support/measuring.ts';

const {bundleFiles}: {bundleFiles: (options: object) => Promise<unknown>} = await import('../../scripts/build.mjs');

const ratioMax = 5;
const rounds = 7;
const root = join(import.meta.dirname, '../..');

/** Reads the file as the format asks of a reader: each entry, its one spelling, its hash. A program of its own, as resume is one. */
const peer = (reader: string, journal: string): void => {
  if (spawnSync(process.execPath, [reader, journal], {stdio: 'inherit'}).status !== 0) {
    throw new Error('the chain is broken');
  }
};

/** Milliseconds until the question is there. Its input stays open, so the program waits for the answer until it is killed. */
const resumeMs = async (state: string, id: string): Promise<number> => {
  const start = process.hrtime.bigint();
  const program = spawn(process.execPath, ['dist/lifeboat.mjs', 'resume', id, '--json', '--state', state], {cwd: root});
  const ended = new Promise(resolve => program.on('close', resolve));
  let said = '';
  const elapsed = await new Promise<number>((resolve, reject) => {
    program.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes(longRecordQuestion)) {
        resolve(Number(process.hrtime.bigint() - start) / 1e6);
      }
    });
    program.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    void ended.then(() => reject(new Error(`resume ended before its question:\n${said}`)));
  });
  program.kill('SIGKILL');
  await ended;
  return elapsed;
};

const cache = join(root, 'node_modules/.cache');
mkdirSync(cache, {recursive: true});
const directory = mkdtempSync(join(cache, 'resume-bench-'));
try {
  await bundleFiles({entries: {reader: 'test/fixtures/read-journal.ts'}, outdir: directory, write: true});
  const reader = join(directory, 'reader.mjs');
  const original = join(directory, 'original');
  const record = await makeLongRecord(original, {facts: 20_000, outputLength: 20});
  const facts = scan(readFileSync(record.journal)).facts.length;
  const state = join(directory, 'state');
  const pairs: Pair[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    rmSync(state, {recursive: true, force: true});
    cpSync(original, state, {recursive: true, preserveTimestamps: true});
    const peerMs = elapsedMs(() => peer(reader, record.journal));
    const oursMs = await resumeMs(state, record.id);
    // The first round brings files and program into the memory.
    if (round > 0) {
      pairs.push({oursMs, peerMs});
    }
  }
  const what = `resume of ${facts} facts to its question against a program that reads and hashes each entry`;
  process.exitCode = judgeRatio(what, pairs, ratioMax);
} finally {
  rmSync(directory, {recursive: true, force: true});
}
