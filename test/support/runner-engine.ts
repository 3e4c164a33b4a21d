/** A process that stands for an engine: performs the request on its standard input in session 1, and is killed by the test. */

import {spawnSync} from 'node:child_process';
import {openSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {openRunners} from '../../src/runners/runners.ts';

const [runDir = ''] = process.argv.slice(2);
const sessionLockFd = openSync(join(runDir, 'session-1.lock'), 'w', 0o600);
spawnSync('flock', ['-n', '3'], {stdio: ['ignore', 'ignore', 'ignore', sessionLockFd]});
const runners = openRunners({
  runDir,
  session: 1,
  sessionLockFd,
  isNearlyFull: () => false,
  isSessionLocked: () => false,
  isOver: () => false,
  self: [],
  notify: async () => {},
  env: process.env,
  keeperPath: join(import.meta.dirname, '..', '..', 'src', 'runners', 'keeper.ts'),
  terminalKeeperPath: join(import.meta.dirname, '..', '..', 'src', 'runners', 'terminal-keeper.ts'),
});

for await (const line of createInterface({input: process.stdin})) {
  await runners.perform(JSON.parse(line), child => process.stdout.write(`${JSON.stringify(child)}\n`));
}
