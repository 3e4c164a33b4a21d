/** Where a tool is, and which version; or in one sentence that it is missing, and how to install it. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {execa} from 'execa';
import {fail, type Result, succeed} from '../base/result.ts';
import {findLibrary} from './find-library.ts';
import {type BinariesWanted, findServerBinaries, type ServerBinaries} from './server-binaries.ts';
import {findProgram, findServerUser, isExecutable} from './server-user.ts';
import {type Packager, packageOf, type ToolName, tools} from './tools.ts';

export type FoundTool = {
  readonly name: ToolName;
  readonly path: string;
  /** As it says itself; null where it says none. */
  readonly version: string | null;
};

/** Something that is not here: a sentence, and the way out. */
export type MissingTool = {readonly name: ToolName; readonly sentence: string; readonly install: string};

/**
 * Finds one. The programs of PostgreSQL are looked for beside its server first, of the version that is wanted, and then on
 * the search path; where $LIFEBOAT_POSTGRES chooses a directory, nowhere else.
 */
export const findTool = async (
  name: ToolName,
  wanted: BinariesWanted = {},
): Promise<Result<FoundTool, MissingTool>> => {
  const [found] = await findTools([name], wanted);
  return found ?? fail(missing(name, wanted));
};

/** Several, in the order in which they were asked for; the server is looked for once. */
export const findTools = async (
  names: readonly ToolName[],
  wanted: BinariesWanted = {},
): Promise<readonly Result<FoundTool, MissingTool>[]> => {
  const server = names.some(name => tools[name].isPostgres) ? await serverFor(wanted) : undefined;
  return Promise.all(names.map(name => lookFor(name, server, wanted)));
};

const lookFor = async (
  name: ToolName,
  server: ServerBinaries | undefined,
  wanted: BinariesWanted,
): Promise<Result<FoundTool, MissingTool>> => {
  const {library} = tools[name];
  if (library !== undefined) {
    const path = server === undefined ? null : findLibrary(server.directory, library);
    return path === null ? fail(missing(name, wanted)) : succeed({name, path, version: null});
  }
  const places = tools[name].isPostgres ? postgresPlaces(name, server, wanted) : [findProgram(name)];
  for (const path of places) {
    const version = path === null ? undefined : await versionOf(name, path);
    if (path !== null && version !== undefined && fits(name, version, wanted)) {
      return succeed({name, path, version});
    }
  }
  return fail(missing(name, wanted));
};

/** All of those that are not here, in the order in which they were asked for. */
export const missingTools = async (
  names: readonly ToolName[],
  wanted: BinariesWanted = {},
): Promise<readonly MissingTool[]> => {
  const found = await findTools(names, wanted);
  return found.flatMap(one => (one.ok ? [] : [one.reason]));
};

/** The command or the package that brings it, for this system where it is known, else for all. */
export const howToInstall = (name: ToolName, {major, packager = packagerHere()}: InstallWanted = {}): string => {
  const [own] = packager === null ? [] : [packageOf(name, packager, major)].filter(one => one !== null);
  if (packager !== null && own !== undefined) {
    return `${installers[packager]} ${own}`;
  }
  const named = (Object.keys(installers) as readonly Packager[]).flatMap(one => packageOf(name, one, major) ?? []);
  return `install the package ${[...new Set(named)].join(', or as others call it ')}`;
};

export type InstallWanted = {readonly major?: number | undefined; readonly packager?: Packager | null};

/** Whose packages this system takes, by what it says of itself; null where that is none of them. */
export const packagerHere = (platform: string = process.platform, release: string = osRelease()): Packager | null => {
  if (platform === 'darwin') {
    return 'homebrew';
  }
  const like = /^(?:ID|ID_LIKE)=.*$/gm;
  const said = release.match(like)?.join(' ') ?? '';
  return /\b(debian|ubuntu)\b/.test(said) ? 'debian' : /\b(rhel|fedora|centos)\b/.test(said) ? 'redhat' : null;
};

const installers: {readonly [Name in Packager]: string} = {
  debian: 'apt-get install',
  redhat: 'dnf install',
  homebrew: 'brew install',
};

const osRelease = (): string => {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
};

const missing = (name: ToolName, {major, choice}: BinariesWanted): MissingTool => {
  const {isPostgres} = tools[name];
  const of = major !== undefined && isPostgres ? ` of PostgreSQL ${major}` : '';
  const chosen = isPostgres ? (choice ?? process.env.LIFEBOAT_POSTGRES ?? '') : '';
  const install = howToInstall(name, {major});
  return chosen === ''
    ? {name, sentence: `${name}${of} is not here`, install}
    : {
        name,
        sentence: `${name}${of} is not here, and LIFEBOAT_POSTGRES is ${chosen}: only what stands there counts`,
        install: `unset LIFEBOAT_POSTGRES where another one is installed, else ${install}`,
      };
};

/** Debian's wrappers on the search path choose a version by themselves, so what stands beside the server comes first. */
const postgresPlaces = (
  name: ToolName,
  server: ServerBinaries | undefined,
  wanted: BinariesWanted,
): readonly (string | null)[] => {
  const beside = server === undefined ? null : join(server.directory, name);
  const isChosen = (wanted.choice ?? process.env.LIFEBOAT_POSTGRES ?? '') !== '';
  return [beside !== null && isExecutable(beside) ? beside : null, isChosen ? null : findProgram(name)];
};

const serverFor = async (wanted: BinariesWanted): Promise<ServerBinaries | undefined> => {
  const user = findServerUser();
  const found = user.ok ? await findServerBinaries(user.value, wanted) : user;
  return found.ok ? found.value : undefined;
};

/** A dump, and what checks or reads a cluster through SQL, may be newer than the server; what reads its files may not. */
const mayBeNewer: ReadonlySet<ToolName> = new Set<ToolName>([
  'pg_dump',
  'pg_restore',
  'psql',
  'pg_amcheck',
  'pg_basebackup',
]);

const fits = (name: ToolName, version: string | null, {major}: BinariesWanted): boolean => {
  if (major === undefined || !tools[name].isPostgres) {
    return true;
  }
  const own = Number.parseInt(version ?? '', 10);
  return own === major || (mayBeNewer.has(name) && own > major);
};

/** Undefined where it does not start, so that it cannot be said to be here. */
const versionOf = async (name: ToolName, path: string): Promise<string | null | undefined> => {
  const {versionArguments} = tools[name];
  if (versionArguments === null) {
    return null;
  }
  // Its own words come on standard error where it is ssh.
  const {all, failed} = await execa(path, [...versionArguments], {
    all: true,
    reject: false,
    timeout: 10_000,
    stdin: 'ignore',
    env: {LC_ALL: 'C'},
  });
  return failed ? undefined : (/\d+(\.\d+)+\S*|\d+(beta|rc|devel)\d*/.exec(all)?.[0] ?? null);
};
