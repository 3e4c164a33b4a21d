/** Runs one of our scripts on the Node that the project is developed with, from a fresh clone on whatever Node is there. */
'use strict';

const path = require('node:path');
const newerNode = require('../bin/newer-node.cjs');
const {install, root} = require('./checkout.cjs');

install();
const node = newerNode.find() || (newerNode.isNewEnough(process.versions.node) ? process.execPath : null);
if (node) {
  // npm sets this order only when node_modules was there before it started.
  process.env.PATH = [path.join(root, 'node_modules', '.bin'), process.env.PATH].join(path.delimiter);
  newerNode.handOver(node, ['--require', path.join(root, 'bin', 'follow-launcher.cjs'), ...process.argv.slice(2)]);
} else {
  process.stderr.write(newerNode.explain());
  process.exitCode = 2;
}
