/** The name of a file is on the disk when its directory is. */
import {closeSync, constants, fsyncSync, openSync} from 'node:fs';
import {dirname} from 'node:path';

/** Throws as Node does. */
export const makeNameDurable = (path: string): void => {
  const directory = openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
};
