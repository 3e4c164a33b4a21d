#!/usr/bin/env node
/** The launcher: answers --version at once, else starts Lifeboat on a Node that is new enough. Plain ES5, so that an old Node can say what it lacks. */
'use strict';

var argv = process.argv.slice(2);

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
  process.stdout.write(require('../package.json').version + '\n');
} else {
  launch();
}

function launch() {
  var newerNode = require('./newer-node.cjs');
  var checkout = openCheckout();
  if (checkout) checkout.install();
  if (newerNode.isNewEnough(process.versions.node)) {
    if (checkout) checkout.build();
    require('./this-node.cjs').start();
    return;
  }
  // What we were handed over to is no newer: once more would go round for ever.
  var node = process.env.LIFEBOAT_LAUNCHER_FD ? null : newerNode.find();
  if (node) {
    newerNode.handOver(node, [__filename].concat(argv));
    return;
  }
  process.stderr.write(newerNode.explain());
  process.exitCode = 2;
}

// Only a checkout has sources; what npm installs is built already and stays as it is.
function openCheckout() {
  var path = require('path');
  var root = path.dirname(__dirname);
  var hasSources = require('fs').existsSync(path.join(root, 'src', 'cli', 'main.ts'));
  return hasSources ? require('../scripts/checkout.cjs') : null;
}
