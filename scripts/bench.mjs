/** `npm run bench`: runs the measurements one after another, so that none disturbs the next; each ends with an error when its ratio is missed. */

import {spawnSync} from 'node:child_process';
import {globSync} from 'node:fs';
import checkout from './checkout.cjs';

const {build, root} = checkout;
build();
const wanted = process.argv.slice(2);
const files = globSync('test/bench/*.bench.ts', {cwd: root})
  .filter(file => wanted.length === 0 || wanted.some(part => file.includes(part)))
  .toSorted();
const missed = files.filter(file => {
  console.log(`── ${file}`);
  return spawnSync(process.execPath, [file], {cwd: root, stdio: 'inherit'}).status !== 0;
});
if (files.length === 0) console.log('no measurement has that name');
else console.log(missed.length === 0 ? `all ${files.length} within their ratio` : `missed: ${missed.join(', ')}`);
process.exitCode = files.length > 0 && missed.length === 0 ? 0 : 1;
