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
  const ofUser = process.env.XDG_CACHE_HOME || path.join(process.env.HOME || '/nowhere', '.cache');
  return placeIn(path.join(root, 'node_modules'), ['.cache', 'lifeboat']) || placeIn(ofUser, ['lifeboat', 'compiled']);
}

/** The folder in a folder of ours; null where others could have put it, or something in it, there. */
function placeIn(folder, names) {
  let place = folder;
  if (!isOurs(place)) return null;
  for (const name of names) {
    place = path.join(place, name);
    // What is not there yet is made by us, in what is ours.
    if (fs.existsSync(place) && !isOurs(place)) return null;
  }
  return place;
}

function isOurs(folder) {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    const stat = fs.lstatSync(folder);
    return stat.isDirectory() && (stat.mode & 0o022) === 0 && (!process.getuid || stat.uid === process.getuid());
  } catch {
    return false;
  }
}

module.exports = {AT_ONCE, placeIn, start};
