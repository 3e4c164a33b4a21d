/** `npm test`: builds, holds the house rules, runs every test, and ends with one line that counts. */

import {spawn} from 'node:child_process';
import {readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import checkout from './checkout.cjs';
import {countTests, excusedTitles, linesWithoutTest} from './count-tests.mjs';
import {houseRules, runChecks} from './house-rules.mjs';

const {build, root} = checkout;
const isCi = Boolean(process.env.CI) && process.env.CI !== 'false';

/** Runs vitest and returns how it ended and its own account of every test. */
async function runTests() {
  const report = join(root, 'node_modules', '.cache', 'lifeboat', 'tests.json');
  // The account of an earlier suite must not stand in for this one.
  rmSync(report, {force: true});
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json'];
  args.push(`--outputFile.json=${report}`, ...process.argv.slice(2));
  const env = isCi ? process.env : {...process.env, LIFEBOAT_AT_A_DESK: '1'};
  const vitest = spawn(process.execPath, args, {cwd: root, stdio: 'inherit', env});
  const exitCode = await new Promise(resolve => vitest.on('exit', code => resolve(code ?? 1)));
  return {exitCode, files: readReport(report)};
}

// No report is no test at all, which the count takes for a failure.
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).testResults;
  } catch {
    return [];
  }
}

build();
const brokenRules = await runChecks(houseRules);
const {exitCode, files} = await runTests();
const listed = name => readFileSync(join(root, 'test', name), 'utf8');
const excused = isCi ? excusedTitles(listed('may-skip.txt')) : undefined;
// Only where all of them ran can a line be told from a test that was not asked for.
const strayLines = isCi && process.argv.length === 2 ? linesWithoutTest(listed('only-in-full.txt'), files) : [];
const {lines, isGood} = countTests({files, exitCode, brokenRules, excused, strayLines});
for (const line of lines) console.log(line);
process.exitCode = isGood ? 0 : 1;
