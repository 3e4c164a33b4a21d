/** The checks that read the source instead of running it, side by side. */

import {execFile} from 'node:child_process';
import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import {performance} from 'node:perf_hooks';
import checkout from './checkout.cjs';

const {root} = checkout;
const inModules = (...way) => join(root, 'node_modules', ...way);

/** Each check: its name, and the script with arguments that Node runs from the root of the tree. */
export const houseRules = [
  {
    name: 'format and lint',
    args: [
      inModules('@biomejs', 'biome', 'bin', 'biome'),
      'ci',
      '--error-on-warnings',
      '--diagnostic-level=warn',
      '--colors=off',
      '.',
    ],
  },
  // TypeScript 7 is the checker; TypeScript 6 is installed only because dependency-cruiser reads programs with it.
  {name: 'types', args: [inModules('typescript-native', 'bin', 'tsc'), '-p', '.']},
  {name: 'arrows', args: [join(root, 'scripts', 'arrows.mjs')]},
  {name: 'unused code', args: [inModules('knip', 'bin', 'knip.js'), '--no-progress']},
];

/** The pure tests alone, as a check like the others. */
export const fastTests = {
  name: 'fast tests',
  args: [inModules('vitest', 'vitest.mjs'), 'run', '--project', 'fast', '--reporter=dot'],
};

/** Runs checks as many at a time as there are processors; prints a line each and what a failed one said. Returns the names of the failed. */
export async function runChecks(checks) {
  const waiting = [...checks];
  const failed = [];
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const {isGood, said, seconds} = await run(check.args);
      console.log(`${isGood ? '✔' : '✘'} ${check.name} (${seconds} s)`);
      if (isGood) continue;
      failed.push(check.name);
      console.log(said);
    }
  };
  await Promise.all(Array.from({length: availableParallelism()}, work));
  return failed;
}

function run(args) {
  const startedAtMs = performance.now();
  return new Promise(resolve => {
    execFile(process.execPath, args, {cwd: root, maxBuffer: 64 << 20}, (error, stdout, stderr) => {
      const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
      resolve({isGood: !error, said: `${stdout}${stderr}`, seconds});
    });
  });
}
