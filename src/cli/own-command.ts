/** How this program was started, so that a command which it prints can be pasted as it stands. */
import {realpathSync} from 'node:fs';
import {basename, delimiter, isAbsolute, join, relative, resolve} from 'node:path';
import {packageRoot} from './version.ts';

export type Start = {
  /** The script that node was given. */
  readonly script: string;
  readonly env: {readonly [name: string]: string | undefined};
  readonly cwd: string;
  readonly root: string;
};

/** `lifeboat` where that is what the shell would find; else `npx lifeboat`, the launcher's path, or the bundle under its node. */
export const ownCommand = ({script, env, cwd, root}: Start): string => {
  const launcher = join(root, 'bin', 'lifeboat.cjs');
  const path = resolve(cwd, script);
  if (isSame(path, join(root, 'dist', 'lifeboat.mjs'))) {
    return `node ${word(shortest(path, cwd))}`;
  }
  // From the sources, or inside another program: the name is the best there is.
  if (!isSame(path, launcher)) {
    return 'lifeboat';
  }
  if (env.npm_command !== undefined) {
    return 'npx lifeboat';
  }
  const found = (env.PATH ?? '')
    .split(delimiter)
    .find(directory => directory !== '' && realPath(join(directory, 'lifeboat')) !== undefined);
  return found !== undefined && isSame(join(found, 'lifeboat'), launcher) ? 'lifeboat' : word(shortest(path, cwd));
};

/** The same text with each command of ours as it would be typed here. What programs read must not go through this. */
export const asTyped = (text: string): string => text.replaceAll(mentioned, () => typedHere());

// A command's name or an option follows, or in a list of examples what it is for; `lifeboat: the run is held` is a sentence of ours and no command.
const mentioned =
  /(?<![\w./-])lifeboat(?= (?: {2}|--[a-z]|(?:amend|approve|backfill|backup|breach|doctor|drill|graph|history|home|lab|lint|new|print|replay|resume|run|runs|schema|show|sign|triage|verify|watch)\b))/g;

let known: string | undefined;

const typedHere = (): string => {
  known ??= ownCommand({
    script: process.argv[1] ?? '',
    env: process.env,
    cwd: process.cwd(),
    root: packageRoot(),
  });
  return known;
};

const isSame = (one: string, other: string): boolean => {
  const real = realPath(one);
  return real !== undefined && real === realPath(other);
};

const realPath = (path: string): string | undefined => {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
};

/** From here where that leads no way up. A name alone would be looked for on the PATH. */
const shortest = (path: string, cwd: string): string => {
  const way = relative(cwd, path);
  if (way.startsWith('..') || isAbsolute(way)) {
    return path;
  }
  return basename(way) === way ? `./${way}` : way;
};

/** A path as one word of a command that is printed to be pasted. */
export const word = (path: string): string =>
  /^[\w./+:@%-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
