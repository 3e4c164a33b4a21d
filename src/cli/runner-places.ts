/** Where the programs that runners start lie: this very program, and the keepers beside it. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {packageRoot} from './version.ts';

export type RunnerPlaces = {
  readonly self: readonly string[];
  readonly keeperPath: string;
  readonly terminalKeeperPath: string;
};

/**
 * From the bundle all are files in dist, started without the launcher: a step runs the program that the run runs, not
 * one that is built anew meanwhile. From the sources Node strips the types.
 */
export const runnerPlaces = (): RunnerPlaces => {
  const root = packageRoot();
  const dist = join(root, 'dist');
  const runners = join(root, 'src', 'runners');
  return existsSync(join(dist, 'lifeboat.mjs'))
    ? {
        self: [process.execPath, join(dist, 'lifeboat.mjs')],
        keeperPath: join(dist, 'keeper.cjs'),
        terminalKeeperPath: join(dist, 'terminal-keeper.mjs'),
      }
    : {
        self: [process.execPath, join(root, 'src', 'cli', 'main.ts')],
        keeperPath: join(runners, 'keeper.ts'),
        terminalKeeperPath: join(runners, 'terminal-keeper.ts'),
      };
};
