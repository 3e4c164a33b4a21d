/** From the start of the program to the first frame of the run screen on a real terminal, against a Node that does nothing. */

// The run screen stands once the runbook was read and the record is durable; the limit is for that. The opening screen,
// which only says that something answers, comes earlier and is reported without a limit: it is another thing.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {spawn} from '@lydell/node-pty';
import {judgeRatio, type Pair, reportRatio} from '../support/measuring.ts';
import {terminalEnvironment} from '../support/terminal-environment.ts';

const ratioMax = 4;
const rounds = 15;
const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache');
mkdirSync(cache, {recursive: true});
const directory = mkdtempSync(join(cache, 'first-frame-bench-'));

const runbook = `format: 1
id: first-look
version: 1.0.0
title: A first look
scenario: routine
summary: Asks one thing.
owner: database_administrator
objectives: {rto: 1h, rpo: none}
clock: {start: declaration, stop: service_restored}
steps:
  - {id: look, title: Look at the lights, estimate: 1m, instruction: Look at the lights of the machine room}
  - {id: restored, milestone: service_restored}
  - {id: finish, end: recovered}
`;

/** Starts a program on a terminal; resolves with the time until it has shown the text, or ended where no text is given. */
const started = (argv: readonly string[], text: string | undefined, thenMs = 0): Promise<number> =>
  new Promise((resolve, reject) => {
    const startNs = process.hrtime.bigint();
    const took = () => Number(process.hrtime.bigint() - startNs) / 1e6;
    let seen = '';
    let frameMs: number | undefined;
    const terminal = spawn(process.execPath, [...argv], {
      cols: 80,
      rows: 24,
      cwd: root,
      env: {...terminalEnvironment(), LIFEBOAT_STATE: join(directory, 'state')},
    });
    terminal.onData(data => {
      seen += data;
      if (text !== undefined && frameMs === undefined && seen.includes(text)) {
        frameMs = took();
        setTimeout(() => terminal.kill('SIGKILL'), thenMs);
      }
    });
    terminal.onExit(() => {
      const ms = text === undefined ? took() : frameMs;
      return ms === undefined ? reject(new Error(`it ended before it showed "${text}": ${seen}`)) : resolve(ms);
    });
  });

try {
  const file = join(directory, 'first-look.yaml');
  writeFileSync(file, runbook);
  const opening = () => started(['bin/lifeboat.cjs', 'run', file], 'Read the runbook');
  const ours = () => started(['bin/lifeboat.cjs', 'run', file], 'Look at the lights of');
  const peer = () => started(['-e', '0'], undefined);
  // The first start compiles the program and keeps that, as a user's first start does.
  await started(['bin/lifeboat.cjs', 'run', file], 'Look at the lights of', 4_000);
  await peer();
  const pairs: Pair[] = [];
  const openings: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const peerMs = await peer();
    pairs.push({oursMs: await ours(), peerMs});
    openings.push({oursMs: await opening(), peerMs});
  }
  reportRatio('opening screen against node -e 0', openings);
  process.exitCode = judgeRatio('first frame of the run screen against node -e 0', pairs, ratioMax);
} finally {
  rmSync(directory, {recursive: true, force: true});
}
