/** Cold start of `lifeboat --version` against a Node that does nothing. */
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {elapsedMs, judgeRatio} from '../support/measuring.ts';

const ratioMax = 1.5;
const rounds = 25;
const root = join(import.meta.dirname, '../..');

const run = (...argv: readonly string[]) => {
  const {status} = spawnSync(process.execPath, argv, {cwd: root, stdio: 'ignore'});
  if (status !== 0) {
    throw new Error(`${argv.join(' ')} ended with ${status}`);
  }
};
const ours = () => run('bin/lifeboat.cjs', '--version');
const peer = () => run('-e', '0');
ours();
peer();
const pairs = Array.from({length: rounds}, () => ({oursMs: elapsedMs(ours), peerMs: elapsedMs(peer)}));
process.exitCode = judgeRatio('lifeboat --version against node -e 0', pairs, ratioMax);
