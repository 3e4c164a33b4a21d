/** `npm run fuzz [SECONDS [SEED]]`: random texts for the loader, as many as fit into the time; ends with 1 and the smallest text that it does not answer. */

import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, rmSync, statSync} from 'node:fs';
import {join} from 'node:path';
import checkout from './checkout.cjs';

const {root} = checkout;
const [seconds = '60', seed = String(Math.floor(Math.random() * 2 ** 31))] = process.argv.slice(2);

/** Of memory, as the issue allows the loader; a text that hangs is given up on after so long without another one. */
const memoryMb = 300;
const silenceMs = 60_000;

const cache = join(root, 'node_modules', '.cache', 'lifeboat');
mkdirSync(cache, {recursive: true});
const current = join(cache, `fuzz-${seed}.yaml`);
// One of a former campaign would look like silence.
rmSync(current, {force: true});

if (!(Number(seconds) > 0 && Number.isSafeInteger(Number(seed)))) {
  console.error('npm run fuzz takes a number of seconds and a seed, both whole numbers');
  process.exit(2);
}
console.log(`seed ${seed}, ${seconds} s; once more: npm run fuzz -- ${seconds} ${seed}`);
const fuzzer = spawn(
  process.execPath,
  [`--max-old-space-size=${memoryMb}`, join(root, 'test', 'fixtures', 'fuzz-loader.ts'), seconds, seed, current],
  {cwd: root, stdio: 'inherit'},
);

let isHung = false;
const watch = setInterval(() => {
  if (Date.now() - (statSync(current, {throwIfNoEntry: false})?.mtimeMs ?? Date.now()) > silenceMs) {
    isHung = true;
    fuzzer.kill('SIGKILL');
  }
}, 1_000);

fuzzer.on('exit', (code, signal) => {
  clearInterval(watch);
  if (code === 0) return;
  const why = isHung ? 'it hung' : signal ? `it was ended by ${signal}` : 'it found a fault';
  console.log(existsSync(current) ? `${why}; the text is in ${current}` : `${why} before there was any text`);
  process.exitCode = 1;
});
