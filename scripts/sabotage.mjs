/** `npm run sabotage [NAME…]`: takes one safeguard at a time out of a copy of the sources and shows that a test turns red. Ends with 1 where none does. */

import {spawn} from 'node:child_process';
import {cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import checkout from './checkout.cjs';

const {root} = checkout;

/**
 * The safeguards, one a line: in which file, which exact text, what stands there then (nothing where there is no `to`), the
 * tests that must notice, and of which kind they are (fast, where that is not said).
 */
const sabotages = readFileSync(join(root, 'scripts', 'sabotages.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map(line => JSON.parse(line));

/** What the tests of a copy read. */
const copied = [
  'src',
  'test',
  'docs',
  'runbooks',
  'scripts',
  'bin',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  'arrows.js',
  'LICENSE',
  'README.md',
];

/** Of one run of its tests; one that hangs has shown nothing. */
const limitMs = 240_000;

/** The text without its safeguard; throws where the text that is to be taken away is not there exactly once. */
function sabotaged(text, {name, file, from, to = ''}) {
  const places = text.split(from).length - 1;
  if (places !== 1) throw new Error(`"${name}" cannot be taken away: its text stands ${places} times in ${file}`);
  return text.replace(from, () => to);
}

/** Vitest leaves out a file that is not there, and the rest of them would be green. */
function expectTests({name, tests}) {
  const missing = tests.find(test => !existsSync(join(root, test)));
  if (missing) throw new Error(`"${name}" is to be noticed by ${missing}, which is not there`);
}

/** A copy of the sources in a folder of its own; installed packages are shared. */
function makeCopy() {
  const copy = mkdtempSync('/var/tmp/lifeboat-sabotage-');
  for (const name of copied) cpSync(join(root, name), join(copy, name), {recursive: true});
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** The titles of the tests that failed in a copy, and whether all of them could be read. */
async function failuresIn(copy, {tests, project = 'fast'}) {
  const report = join(copy, 'report.json');
  rmSync(report, {force: true});
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...tests];
  args.push('--reporter=json', `--outputFile=${report}`);
  // A sample of the cases, and always the same ones.
  const {LIFEBOAT_SEED: _seed, CI: _ci, ...env} = process.env;
  const vitest = spawn(process.execPath, args, {cwd: copy, env, stdio: 'ignore', detached: true});
  const isOver = new Promise(resolve => vitest.on('exit', resolve));
  const timer = setTimeout(() => process.kill(-vitest.pid, 'SIGKILL'), limitMs);
  await isOver;
  clearTimeout(timer);
  if (!existsSync(report)) return {isRead: false, failed: [], passed: 0};
  const {testResults} = JSON.parse(readFileSync(report, 'utf8'));
  const all = testResults.flatMap(({assertionResults}) => assertionResults);
  return {
    isRead: testResults.length > 0 && testResults.every(({assertionResults}) => assertionResults.length > 0),
    failed: all.filter(({status}) => status === 'failed').map(({title}) => title),
    passed: all.filter(({status}) => status === 'passed').length,
  };
}

/** Takes one safeguard away, sees what turns red, and puts it back. */
async function commit(copy, sabotage) {
  const path = join(copy, sabotage.file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, sabotaged(text, sabotage));
  try {
    const {isRead, failed} = await failuresIn(copy, sabotage);
    if (!isRead) return {isNoticed: false, said: 'NO ANSWER: its tests could not be read, or hung'};
    return failed.length > 0
      ? {isNoticed: true, said: failed[0]}
      : {isNoticed: false, said: 'SURVIVED: every test passed'};
  } finally {
    writeFileSync(path, text);
  }
}

/** What is red without any sabotage shows nothing when it is red with one. */
async function expectGreen(copy, chosen) {
  for (const project of new Set(chosen.map(({project = 'fast'}) => project))) {
    const tests = [...new Set(chosen.filter(one => (one.project ?? 'fast') === project).flatMap(one => one.tests))];
    const {isRead, failed, passed} = await failuresIn(copy, {tests, project});
    if (!isRead || failed.length > 0 || passed === 0) {
      throw new Error(`the tests are not green without any sabotage: ${failed[0] ?? 'they could not be read'}`);
    }
  }
}

async function main(wanted) {
  const chosen = sabotages.filter(({name}) => wanted.length === 0 || wanted.some(part => name.includes(part)));
  if (chosen.length === 0) {
    console.error(`no safeguard has that name; they are:\n${sabotages.map(({name}) => `  ${name}`).join('\n')}`);
    return 2;
  }
  // Before anything is run: a text that is not there any more would look like a safeguard that nobody misses.
  for (const one of chosen) {
    sabotaged(readFileSync(join(root, one.file), 'utf8'), one);
    expectTests(one);
  }
  const copies = Array.from({length: Math.min(availableParallelism(), chosen.length)}, makeCopy);
  const survived = [];
  try {
    await expectGreen(copies[0], chosen);
    const waiting = [...chosen];
    const work = async copy => {
      for (let one = waiting.shift(); one; one = waiting.shift()) {
        const {isNoticed, said} = await commit(copy, one);
        console.log(`${isNoticed ? '✔' : '✘'} ${one.name.padEnd(52)} ${said}`);
        if (!isNoticed) survived.push(one.name);
      }
    };
    await Promise.all(copies.map(work));
  } finally {
    for (const copy of copies) rmSync(copy, {recursive: true, force: true});
  }
  console.log(
    survived.length === 0
      ? `all ${chosen.length} are noticed`
      : `${survived.length} of ${chosen.length} SURVIVED: ${survived.join(', ')}`,
  );
  return survived.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2)).catch(error => {
  console.error(error.message);
  return 1;
});
