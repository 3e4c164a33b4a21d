/** Where the program lies and which version it is. */
import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** The directory that holds package.json and the shipped runbooks: above the bundle, or above the sources. */
export const packageRoot = (): string => {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json')) || !existsSync(join(directory, 'runbooks'))) {
    const above = dirname(directory);
    if (above === directory) {
      return directory;
    }
    directory = above;
  }
  return directory;
};

export const version = (): string => {
  const {version: found} = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {version: string};
  return found;
};
