/** Whether a path may be a cluster's own data directory that is restored, stopped or started: what it must not be is refused here. */
import {lstatSync, realpathSync} from 'node:fs';
import {homedir} from 'node:os';
import {basename, dirname, isAbsolute, join, resolve} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {type Hindrance, unsafe} from './hindrance.ts';

export type Surroundings = {
  /** Directories that must neither lie in it nor around it, each with what it is, such as the state directory. */
  readonly apart: readonly {readonly what: string; readonly path: string}[];
  /** In a drill the directory of its lab: nothing outside of it is touched. */
  readonly within?: string | undefined;
};

/** The path as it really is, links and all; the directory itself may be gone, its parent must be there. */
export const checkPlace = (path: string, {apart, within}: Surroundings): Result<string, Hindrance> => {
  if (!isAbsolute(path)) {
    return unsafe(`"${path}" is not an absolute path.`, 'Name the data directory from the root on.');
  }
  const directory = resolve(path);
  const real = realPlace(directory);
  if (real === null) {
    return unsafe(`${dirname(directory)} is not there.`, 'Name the data directory of the cluster.');
  }
  // That of an account for services may not be there.
  const home = realPlace(homedir()) ?? homedir();
  if (real === '/' || isInside(home, real)) {
    return unsafe(`${real} is ${real === home ? 'a home directory' : 'far more than a cluster'}.`, wayOut);
  }
  if (real !== directory) {
    return unsafe(`${directory} leads by a link to ${real}.`, `If that is the one that is meant, name ${real} itself.`);
  }
  if (lstatSync(real, {throwIfNoEntry: false})?.isDirectory() === false) {
    return unsafe(`${real} is not a directory.`, wayOut);
  }
  const lab = within === undefined ? null : (realPlace(within) ?? within);
  if (lab !== null && (real === lab || !isInside(real, lab))) {
    return unsafe(
      `This is a drill, and ${real} is not in its lab ${lab}, so nothing was done.`,
      'Give the names of the lab in the drill block.',
    );
  }
  const near = apart.find(({path: other}) => {
    const place = realPlace(resolve(other)) ?? resolve(other);
    return isInside(place, real) || isInside(real, place);
  });
  return near === undefined
    ? succeed(real)
    : unsafe(
        `${near.what} ${near.path} and ${real} lie inside each other.`,
        'Bring one of them to another place: it must not move with what is restored.',
      );
};

/** Whether a path is that directory or lies in it, by its letters alone. */
const isInside = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);

const wayOut = 'Name the data directory of the cluster, as "show data_directory" says it.';

/** Links followed; the last part may be missing, and then it is no link. */
const realPlace = (path: string): string | null => {
  try {
    return realpathSync(path);
  } catch {
    // A link that leads nowhere is there, and is no directory that somebody took away.
    if (lstatSync(path, {throwIfNoEntry: false}) !== undefined) {
      return null;
    }
    try {
      return join(realpathSync(dirname(path)), basename(path));
    } catch {
      return null;
    }
  }
};
