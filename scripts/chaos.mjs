/** `npm run chaos [SECONDS [SEED]]`: the tests with random cases over and over, each time with other ones; without a time, the numbers of a night. Ends with 1 where something did not hold. */

import {spawn} from 'node:child_process';
import {performance} from 'node:perf_hooks';
import checkout from './checkout.cjs';

const {build, root} = checkout;

/** What is tried: the tests, how many cases one time through them has, about how long that takes on two processors, and how many a night should have. */
const campaigns = [
  {name: 'canonical JSON', tests: ['canonical-json'], cases: 75_000, aboutS: 15, nightly: 1_000_000},
  {name: 'foreign texts', tests: ['foreign-text', 'foreign-screens'], cases: 100_000, aboutS: 30, nightly: 10_000_000},
  {name: 'tampering', tests: ['tamper', 'chain'], cases: 20_000, aboutS: 20, nightly: 1_000_000},
  {
    name: 'power cuts, and bytes for the reader',
    tests: ['torn-journal'],
    cases: 100_000,
    aboutS: 40,
    nightly: 10_000_000,
  },
  {name: 'redaction', tests: ['redact'], cases: 20_000, aboutS: 50, nightly: 1_000_000},
  {name: 'secrets in whole runs', tests: ['secrets'], cases: 1_000, aboutS: 60, nightly: 20_000},
  {name: 'whole incidents', tests: ['simulation', 'resume', 'forest'], cases: 3_000, aboutS: 120, nightly: 100_000},
  {name: 'kills', project: 'terminal', tests: ['killed-anywhere'], cases: 300, aboutS: 420, nightly: 10_000},
];

/** Once through all of them. */
const onceThroughS = campaigns.reduce((sum, {aboutS}) => sum + aboutS, 0);

const [given, seed = String(Math.floor(Math.random() * 2 ** 31))] = process.argv.slice(2);
const seconds = given === undefined ? Number.POSITIVE_INFINITY : Number(given);
if (!(seconds > 0 && Number.isSafeInteger(Number(seed)))) {
  console.error('npm run chaos takes a number of seconds and a seed, both whole numbers');
  process.exit(2);
}

const times = Math.min(1, seconds / onceThroughS);
const endsAtMs = performance.now() + seconds * 1_000;
const failures = [];

/** Once through one campaign, with cases of its own. */
async function tryOnce({name, project = 'fast', tests}, itsSeed) {
  const settings = {CI: 'true', LIFEBOAT_SEED: String(itsSeed), LIFEBOAT_TIMES: times.toFixed(6)};
  const files = tests.map(test => `test/${project === 'fast' ? 'property' : project}/${test}.test.ts`);
  const args = ['run', '--project', project, ...files];
  const vitest = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], {
    cwd: root,
    env: {...process.env, ...settings},
  });
  let said = '';
  for (const stream of [vitest.stdout, vitest.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      said += text;
    });
  }
  if ((await new Promise(resolve => vitest.on('close', resolve))) === 0) return true;
  const again = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
  console.log(said.trimEnd());
  failures.push(`${name}; once more: ${again.join(' ')} npx vitest ${args.join(' ')}`);
  return false;
}

build();
const shown = Number.isFinite(seconds) ? `${seconds} s` : 'the numbers of a night';
console.log(`seed ${seed}, ${shown}; once more: npm run chaos -- ${given ?? ''} ${seed}`);
const tried = new Map(campaigns.map(({name}) => [name, 0]));
const isMissing = ({name, nightly}) => tried.get(name) < nightly;
// What has begun is brought to its end, and the first time through all of them have their turn.
const fits = ({aboutS}, round) => round === 0 || performance.now() + aboutS * times * 1_000 <= endsAtMs;
for (let round = 0, isGoing = true; isGoing; round += 1) {
  isGoing = false;
  for (const campaign of campaigns.filter(one => isMissing(one) && fits(one, round))) {
    isGoing = true;
    const startedAtMs = performance.now();
    const itsSeed = (Number(seed) + round) % 2 ** 31;
    const isGood = await tryOnce(campaign, itsSeed);
    const count = tried.get(campaign.name) + Math.ceil(campaign.cases * times);
    tried.set(campaign.name, count);
    const took = ((performance.now() - startedAtMs) / 1_000).toFixed(0);
    const counts = `${count.toLocaleString('en')} of ${campaign.nightly.toLocaleString('en')} of a night`;
    console.log(`${isGood ? '✔' : '✘'} ${campaign.name}: ${counts} (seed ${itsSeed}, ${took} s)`);
  }
}
for (const failure of failures) console.log(`did not hold: ${failure}`);
console.log(failures.length === 0 ? 'all held' : `${failures.length} did not hold`);
process.exitCode = failures.length === 0 ? 0 : 1;
