/** Where a side instance may be made: an empty place of its own, far from what it is restored from. */
import {chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync} from 'node:fs';
import {homedir, tmpdir} from 'node:os';
import {basename, dirname, isAbsolute, join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {giveTo, type ServerUser} from '../postgres/server-user.ts';
import {readSideMarker, type SideMarker, sideNames} from './side-marker.ts';

/** The real path of a place for a side instance, or why it may not be there. Nothing is made yet. */
export const checkSideDirectory = (intoDir: string, sources: readonly string[]): Result<string> => {
  if (!isAbsolute(intoDir)) {
    return fail(`the directory for the side instance must be an absolute path, not "${intoDir}"`);
  }
  if (!existsSync(dirname(intoDir))) {
    return fail(`${dirname(intoDir)} does not exist; make it, or name another directory for the side instance`);
  }

  // Whoever may change the link says where it leads by then.
  if (lstatSync(intoDir, {throwIfNoEntry: false})?.isSymbolicLink()) {
    return fail(`${intoDir} is a link; name the directory itself, or a new one`);
  }
  const real = existsSync(intoDir) ? realpathSync(intoDir) : join(realpathSync(dirname(intoDir)), basename(intoDir));
  // That of an account for services may not be there, and then nobody's files are in it.
  const home = existsSync(homedir()) ? realpathSync(homedir()) : homedir();
  if (real === '/' || real === home || isInside(home, real)) {
    return fail(`${real} is no place for a side instance; name a new directory`);
  }

  const near = sources.find(source => isInside(real, source) || isInside(source, real));
  if (near !== undefined) {
    return fail(
      `${real} and ${near} lie inside each other, and the side instance must stay away from what it is restored from; name another directory`,
    );
  }
  return succeed(real);
};

/** Whether a side instance may be made there, for whoever has to refuse it before anything else is looked at. */
export const isFreePlace = (intoDir: string, sources: readonly string[]): Result<void> => {
  const directory = checkSideDirectory(intoDir, sources);
  const standing = directory.ok ? inspectSideDirectory(directory.value) : directory;
  return standing.ok ? succeed(undefined) : standing;
};

/** What is there now. Only an empty directory or a side instance of ours may be used. */
export const inspectSideDirectory = (directory: string): Result<SideMarker | null> => {
  const found = lstatSync(directory, {throwIfNoEntry: false});
  if (found === undefined) {
    return succeed(null);
  }
  if (!found.isDirectory()) {
    return fail(`${directory} is not a directory`);
  }

  const marker = readSideMarker(directory);
  return marker !== null || readdirSync(directory).length === 0
    ? succeed(marker)
    : fail(`${directory} is not empty and not a side instance of ours; name an empty or new directory`);
};

/** Makes it for the server's account alone. Throws what the file system throws. */
export const makeSideDirectory = (directory: string, user: ServerUser): void => {
  mkdirSync(directory, {recursive: true, mode: 0o700});
  chmodSync(directory, 0o700);
  giveTo(user, directory);
};

/** Linux allows 107 bytes for the path of a socket, macOS 103. */
const socketPathMax = 103;

/** The directory itself when its path is short enough, else a private one among the temporary files. */
export const socketDirectory = (directory: string, user: ServerUser): string => {
  if (Buffer.byteLength(join(directory, '.s.PGSQL.5432.lock')) <= socketPathMax) {
    return directory;
  }
  const made = mkdtempSync(join(tmpdir(), 'lifeboat-side-'));
  giveTo(user, made);
  return made;
};

/** Removes what we made there and nothing else, the marker last; then the directory, if that leaves it empty. */
export const clearSideDirectory = (directory: string, marker: SideMarker): void => {
  const {marker: markerName, ...made} = sideNames;
  // A server that was killed leaves its socket and the socket's lock.
  for (const name of [...Object.values(made), '.s.PGSQL.5432', '.s.PGSQL.5432.lock']) {
    rmSync(join(directory, name), {recursive: true, force: true});
  }
  if (marker.socketDir !== directory && basename(marker.socketDir).startsWith('lifeboat-side-')) {
    rmSync(marker.socketDir, {recursive: true, force: true});
  }
  rmSync(join(directory, `${markerName}.draft`), {force: true});
  rmSync(join(directory, markerName), {force: true});
};

const isInside = (path: string, directory: string): boolean => path === directory || path.startsWith(`${directory}/`);
