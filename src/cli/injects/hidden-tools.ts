/** A PATH on which some programs are not to be found, and all others are. */
import {existsSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync} from 'node:fs';
import {delimiter, join, resolve} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';

/**
 * A folder that holds one of them gives way to another that holds links to everything else in it. `directory` is where such
 * folders are made; it is made anew each time, and goes with the lab that it lies in.
 */
export const pathWithout = (tools: readonly string[], path: string, directory: string): Result<string> => {
  const hidden = new Set(tools);
  try {
    rmSync(directory, {recursive: true, force: true});
    mkdirSync(directory, {mode: 0o755});
    const folders = path.split(delimiter).map((folder, index) => {
      const names = namesIn(folder);
      if (!names.some(name => hidden.has(name))) {
        return folder;
      }
      const links = join(directory, String(index));
      mkdirSync(links, {mode: 0o755});
      for (const name of names.filter(other => !hidden.has(other))) {
        symlinkSync(join(resolve(folder), name), join(links, name));
      }
      return links;
    });
    return succeed(folders.join(delimiter));
  } catch (thrown) {
    return fail(
      `the programs of the steps cannot be set out in ${directory}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
};

/** The first of them that no folder of the PATH holds. */
export const notOnPath = (tools: readonly string[], path = ''): string | undefined =>
  tools.find(tool => !path.split(delimiter).some(folder => isThere(join(folder, tool))));

const isThere = (path: string): boolean => existsSync(path) || lstatSync(path, {throwIfNoEntry: false}) !== undefined;

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder === '' ? '.' : folder);
  } catch {
    return [];
  }
};
