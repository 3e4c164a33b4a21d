/** Builds the program once before tests that start it, so that they run what is shipped. */

import {spawnSync} from 'node:child_process';
import {join} from 'node:path';

const checkout = join(import.meta.dirname, '..', '..', 'scripts', 'checkout.cjs');

/**
 * Vitest calls this before the first test of a project. Sources that do not build are shown but stop nothing here: most real
 * tests need no program, and those that do meet the launcher, which tries once more and says why it cannot.
 */
export function setup(): void {
  spawnSync(process.execPath, ['-e', 'require(process.argv[1]).build()', checkout], {stdio: 'inherit'});
}
