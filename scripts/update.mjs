/** `npm run update`: rewrites the golden files and docs/reference from what the program says now; then read the diff. */

import {spawn} from 'node:child_process';
import checkout from './checkout.cjs';

const args = ['node_modules/vitest/vitest.mjs', 'run', '--update', '--project', 'fast', ...process.argv.slice(2)];
const vitest = spawn(process.execPath, args, {cwd: checkout.root, stdio: 'inherit'});
vitest.on('exit', code => {
  process.exitCode = code ?? 1;
});
