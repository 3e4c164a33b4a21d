/** Runs a script with all the code that an earlier start has compiled; where there is none, keeps its own for the next. */
'use strict';

const fs = require('node:fs');
const {createRequire} = require('node:module');
const path = require('node:path');
const {pathToFileURL} = require('node:url');
const vm = require('node:vm');

const KEPT_AFTER_MS = 2000;
// Of runs that never began: wrong usage, an invalid runbook, an unsafe place, a busy run (docs/reference/exit-codes.md).
const REFUSED_EXITS = [2, 3, 9, 10];
// A run compiles 1.8 MB before its first question, its help 0.4: so little makes room for what the next start compiles.
const WHOLE_BYTES_MIN = 1_000_000;

/**
 * Runs a script of the build; it ends with the name of its content. `keptPath` is a file that only we can write, or null.
 * What was compiled is kept 2 s later, or when the program ends before that: not before, because a function is compiled
 * when it is first called.
 */
function runScript(file, keptPath) {
  const source = fs.readFileSync(file, 'latin1');
  const name = nameOf(source);
  const kept = keptPath ? read(keptPath, name) : undefined;
  const script = new vm.Script(source, {filename: file, cachedData: kept});
  // V8 refuses what another version of it has compiled.
  const isWhole = kept !== undefined && kept.length >= WHOLE_BYTES_MIN && !script.cachedDataRejected;
  if (keptPath && !isWhole) keepLater(script, keptPath, name);
  const module = {exports: {}};
  const folder = path.dirname(file);
  // Of what a script imports by itself Node tells everybody that this is experimental.
  const importPart = name => import(pathToFileURL(path.join(folder, name)).href);
  script.runInThisContext()(module.exports, createRequire(file), module, file, folder, importPart);
}

const nameOf = source => source.slice(source.lastIndexOf('//') + 2).trim();

// The digest comes first: V8 does not look whether what it is given is whole, and runs it.
const headOf = (name, data) =>
  `${[name, process.version, process.arch, require('node:crypto').hash('sha256', data)].join(' ')}\n`;

function read(keptPath, name) {
  try {
    const bytes = fs.readFileSync(keptPath);
    const at = bytes.indexOf('\n') + 1;
    const data = bytes.subarray(at);
    return bytes.toString('latin1', 0, at) === headOf(name, data) ? data : undefined;
  } catch {
    return undefined;
  }
}

function keepLater(script, keptPath, name) {
  const timer = setTimeout(keep, KEPT_AFTER_MS).unref();
  process.once('exit', keepAtExit);
  // Who was refused has used next to nothing of the program.
  function keepAtExit(code) {
    if (!REFUSED_EXITS.includes(code)) keep();
  }
  function keep() {
    clearTimeout(timer);
    process.removeListener('exit', keepAtExit);
    write(keptPath, name, script.createCachedData());
  }
}

/** Whole or not at all; that it is not synced does no harm, because the digest then does not fit. */
function write(keptPath, name, data) {
  const beside = `${keptPath}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(keptPath), {recursive: true, mode: 0o700});
    fs.writeFileSync(beside, Buffer.concat([Buffer.from(headOf(name, data)), data]), {mode: 0o600, flag: 'wx'});
    fs.renameSync(beside, keptPath);
  } catch {
    // The next start compiles again.
    removeQuietly(beside);
  }
}

function removeQuietly(file) {
  try {
    fs.unlinkSync(file);
  } catch {
    // It was not made.
  }
}

module.exports = {runScript};
