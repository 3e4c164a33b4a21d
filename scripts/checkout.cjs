/** What only a checkout needs before it can run: its dependencies installed, its program built from the sources as they are now. */
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const root = path.dirname(__dirname);
const stampFile = path.join(root, 'dist', '.stamp');
const scripts = ['build', 'at-once', 'light-packages'].map(name => `scripts/${name}.mjs`);
const sources = ['src', ...scripts, 'bin/this-node.cjs', 'package.json'];

/** npm writes this file last, so an interrupted installation counts as none. */
const isInstalled = () => fs.existsSync(path.join(root, 'node_modules', '.package-lock.json'));

/** Installs what package-lock.json names, when nothing is installed yet; ends the process with a sentence when that fails. */
function install() {
  if (isInstalled()) return;
  process.stderr.write('Installing what Lifeboat needs (once, into node_modules) …\n');
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = run('npm', args, {cwd: root, stdio: ['ignore', 2, 2]});
  if (npm.status === 0) return;
  const why = npm.error ? npm.error.message : `npm ci ended with ${npm.signal || npm.status}`;
  giveUp(
    `The dependencies could not be installed: ${why}.\nA way out: run \`npm ci --ignore-scripts\` in ${root} and look at what it says.`,
  );
}

/** Builds dist when the sources have changed since; ends the process with a sentence when that fails. */
function build() {
  if (readStamp() === stamp()) return;
  process.stderr.write('Building lifeboat …\n');
  const built = run(process.execPath, [path.join(root, 'scripts', 'build.mjs')], {stdio: ['ignore', 2, 2]});
  if (built.status !== 0) giveUp('The sources do not build; see above.');
}

/** Newest change and number of the files that the build reads. Folders count too: that is where a removed file shows. */
function stamp() {
  let newestMs = 0;
  let count = 0;
  // Every start of a checkout passes here: `path.join` for each file took a third of it.
  const visit = file => {
    const stats = fs.statSync(file);
    newestMs = Math.max(newestMs, stats.mtimeMs);
    count += 1;
    if (stats.isDirectory()) for (const name of fs.readdirSync(file)) visit(`${file}/${name}`);
  };
  for (const source of sources) visit(path.join(root, source));
  return `${newestMs} ${count}`;
}

// Loaded only when something is to be done: every start passes through this file.
const run = (...command) => require('node:child_process').spawnSync(...command);

function readStamp() {
  try {
    return fs.readFileSync(stampFile, 'utf8');
  } catch {
    return null;
  }
}

function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

module.exports = {build, install, root, stamp, stampFile};
