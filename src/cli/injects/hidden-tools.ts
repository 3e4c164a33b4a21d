/** Surroundings of steps in which some programs are not to be found, and all others are. */
import {existsSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {delimiter, join, resolve} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {findTool} from '../../postgres/find-tool.ts';
import {isToolName} from '../../postgres/tools.ts';

/** What programs of steps are told instead of what the operator's environment says. */
export type ToolSurroundings = {readonly PATH: string; readonly LIFEBOAT_POSTGRES?: string};

type Places = {
  readonly path: string;
  /** Where the programs of the server are, which steps look for there before they look on the PATH. */
  readonly postgres: string;
  /** Where folders of links are made; it is made anew each time, and goes with the lab that it lies in. */
  readonly directory: string;
};

/** A folder that holds one of them gives way to another that holds everything else in it. */
export const surroundingsWithout = (tools: readonly string[], places: Places): Result<ToolSurroundings> => {
  const {path, postgres, directory} = places;
  const hidden = new Set(tools);
  const holdsOne = (folder: string): boolean => namesIn(folder).some(name => hidden.has(name));
  try {
    rmSync(directory, {recursive: true, force: true});
    mkdirSync(directory, {mode: 0o755});
    const folders = path.split(delimiter).map((folder, index) => {
      const links = join(directory, String(index));
      return holdsOne(folder) ? linked(folder, links, hidden) : folder;
    });
    return succeed({
      PATH: folders.join(delimiter),
      ...(holdsOne(postgres) && {LIFEBOAT_POSTGRES: started(postgres, join(directory, 'postgres'), hidden)}),
    });
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return fail(`the programs of the steps cannot be set out in ${directory}: ${why}`);
  }
};

/** The first of them that nobody finds anyway, neither on the PATH nor beside the server. */
export const foundNowhere = async (tools: readonly string[], path = ''): Promise<string | undefined> => {
  for (const tool of tools) {
    const isOnPath = path.split(delimiter).some(folder => isThere(join(folder, tool)));
    if (!isOnPath && !(isToolName(tool) && (await findTool(tool)).ok)) {
      return tool;
    }
  }
  return undefined;
};

const linked = (folder: string, links: string, hidden: ReadonlySet<string>): string => {
  mkdirSync(links, {mode: 0o755});
  for (const name of namesIn(folder).filter(other => !hidden.has(other))) {
    symlinkSync(join(resolve(folder), name), join(links, name));
  }
  return links;
};

/** Behind links the folder that they lead to would be looked through; behind a script that starts the program it is not. */
const started = (folder: string, scripts: string, hidden: ReadonlySet<string>): string => {
  mkdirSync(scripts, {mode: 0o755});
  for (const name of namesIn(folder).filter(other => !hidden.has(other))) {
    const program = join(resolve(folder), name).replaceAll("'", "'\\''");
    writeFileSync(join(scripts, name), `#!/bin/sh\nexec '${program}' "$@"\n`, {mode: 0o755});
  }
  return scripts;
};

const isThere = (path: string): boolean => existsSync(path) || lstatSync(path, {throwIfNoEntry: false}) !== undefined;

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder === '' ? '.' : folder);
  } catch {
    return [];
  }
};
