/** Stops a side instance and removes it; only a directory with our marker in it is touched. */
import {existsSync, readdirSync, realpathSync, rmdirSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {stopServer} from '../postgres/server.ts';
import {clearSideDirectory} from './side-directory.ts';
import {readSideMarker, sideNames} from './side-marker.ts';

export type Discarded = {
  readonly directory: string;
  /** False when there was nothing, which is what was wanted. */
  readonly removed: boolean;
};

/** Discards the side instance in that directory; none there is fine. */
export const discardSide = async (intoDir: string): Promise<Result<Discarded>> => {
  if (!existsSync(intoDir)) {
    return succeed({directory: intoDir, removed: false});
  }

  const directory = realpathSync(intoDir);
  const marker = readSideMarker(directory);
  if (marker === null) {
    return readdirSync(directory).length === 0
      ? succeed({directory, removed: false})
      : fail(`${directory} is not a side instance of ours, so it is left alone`);
  }

  const stopped = await stopServer(join(directory, sideNames.data), 'immediate');
  if (!stopped.ok) {
    return stopped;
  }

  try {
    clearSideDirectory(directory, marker);
    if (readdirSync(directory).length === 0) {
      rmdirSync(directory);
    }
    return succeed({directory, removed: true});
  } catch (thrown) {
    return fail(`${directory} cannot be removed: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};
