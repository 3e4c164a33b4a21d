/** Starts the built program in this process, with a cache of compiled code where one can be kept safely. */
'use strict';

const fs = require('node:fs');
const {enableCompileCache, flushCompileCache} = require('node:module');
const path = require('node:path');
const {pathToFileURL} = require('node:url');

const root = path.dirname(__dirname);

// Their first frame or step is waited for; every other command is loaded in parts.
const AT_ONCE = ['run'];

function start() {
  if (process.env.LIFEBOAT_LAUNCHER_FD) require('./follow-launcher.cjs');
  const cache = cacheDirectory();
  const [command] = process.argv.slice(2);
  const script = path.join(root, 'dist', 'at-once.js');
  if (cache) {
    enableCompileCache(cache);
    // Node keeps what it compiled when it ends in good order; a program that may be killed keeps it a little earlier.
    setTimeout(flushCompileCache, 2000).unref();
  }
  if (AT_ONCE.includes(command) && fs.existsSync(script)) {
    const face = process.stdout.isTTY ? 'terminal' : 'stream';
    try {
      require('./compiled-code.cjs').runScript(script, cache && path.join(cache, `${command}-${face}.code`));
    } catch (error) {
      confess(error);
    }
    return;
  }
  import(pathToFileURL(path.join(root, 'dist', 'lifeboat.mjs')).href).catch(confess);
}

function confess(error) {
  process.stderr.write(`Lifeboat could not start. This is a fault in Lifeboat, not in your runbook.\n${error.stack}\n`);
  process.exitCode = 1;
}

/** Compiled code runs as we do, so it is kept only where nobody else could have written it. */
function cacheDirectory() {
  if (process.env.NODE_DISABLE_COMPILE_CACHE) return null;
  const inTree = path.join(root, 'node_modules');
  if (isOurs(inTree)) return path.join(inTree, '.cache', 'lifeboat');
  const ofUser = process.env.XDG_CACHE_HOME || path.join(process.env.HOME || '/nowhere', '.cache');
  return isOurs(ofUser) ? path.join(ofUser, 'lifeboat', 'compiled') : null;
}

function isOurs(directory) {
  try {
    fs.accessSync(directory, fs.constants.W_OK);
    return !process.getuid || fs.statSync(directory).uid === process.getuid();
  } catch {
    return false;
  }
}

module.exports = {AT_ONCE, start};
