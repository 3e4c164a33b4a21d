/** Where initdb, pg_ctl and postgres are: installed, or brought along by npm. */
import {existsSync, readdirSync, realpathSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {execa} from 'execa';
import {fail, type Result, succeed} from '../base/result.ts';
import {prepareEmbedded} from './embedded-binaries.ts';
import {findProgram, isExecutable, type ServerUser} from './server-user.ts';

export type ServerBinaries = {
  readonly directory: string;
  /** 15 of 15.18. */
  readonly major: number;
  readonly version: string;
  readonly source: 'installed' | 'embedded' | 'chosen';
};

export type BinariesWanted = {
  /** Only this major version: a data directory can be read by no other. */
  readonly major?: number;
  /** `embedded`, or a directory: the value of $LIFEBOAT_POSTGRES. */
  readonly choice?: string | undefined;
};

/** pg_get_wal_replay_pause_state() is there from 14 on. */
const oldestMajor = 14;
const programs = ['initdb', 'pg_ctl', 'postgres'];

/** Finds the newest server that fits; the one that npm brought comes last. One sentence with a way out when there is none. */
export const findServerBinaries = async (
  user: ServerUser,
  wanted: BinariesWanted = {},
): Promise<Result<ServerBinaries>> => {
  const choice = wanted.choice ?? process.env.LIFEBOAT_POSTGRES ?? '';
  if (choice !== '' && choice !== 'embedded') {
    const chosen = await inspect(choice, 'chosen');
    return chosen === null
      ? fail(
          `$LIFEBOAT_POSTGRES is ${choice}, and initdb, pg_ctl and postgres are not all there; set LIFEBOAT_POSTGRES to a directory that has them, to embedded, or unset it`,
        )
      : fitting([chosen], wanted);
  }

  const installed = choice === 'embedded' ? [] : await installedServers();
  const fits = fitting(installed, wanted);
  if (fits.ok) {
    return fits;
  }

  // Asked last: Debian's pg_config is slow to say what the usual places have shown already.
  const configured = choice === 'embedded' ? null : await bindirOfPgConfig();
  const built = configured === null ? null : await inspect(configured, 'installed');
  const embedded = prepareEmbedded(user);
  const brought = embedded.ok ? await inspect(embedded.value, 'embedded') : null;
  const all = [...installed, built, brought].filter(one => one !== null);
  return all.length > 0
    ? fitting(all, wanted)
    : fail(noServer(embedded.ok ? 'the embedded one does not start' : embedded.reason));
};

const noServer = (why: string): string =>
  `no PostgreSQL server was found (${why}); install one, as with "apt-get install postgresql", or set LIFEBOAT_POSTGRES to the directory of initdb`;

const fitting = (found: readonly ServerBinaries[], {major}: BinariesWanted): Result<ServerBinaries> => {
  const newest = found.filter(one => (major === undefined ? one.major >= oldestMajor : one.major === major)).at(0);
  if (newest !== undefined) {
    return succeed(newest);
  }
  const have = [...new Set(found.map(one => one.version))].join(', ') || 'none';
  const need = major === undefined ? `PostgreSQL ${oldestMajor} or newer` : `PostgreSQL ${major}`;
  return fail(
    `${need} is needed and was not found (found: ${have}); install it, or set LIFEBOAT_POSTGRES to the directory of its initdb`,
  );
};

/** All that are installed in the usual places or on the search path, the newest first. */
export const installedServers = async (): Promise<readonly ServerBinaries[]> => {
  const onPath = findProgram('initdb')?.replace(/\/initdb$/, '');
  const directories = [onPath, ...usualPlaces()].filter(place => place !== undefined);
  const found = await Promise.all([...new Set(directories)].map(place => inspect(place, 'installed')));
  return found.filter(one => one !== null).sort((a, b) => b.major - a.major);
};

/** Debian, Red Hat's community packages, Homebrew on both kinds of Mac, Postgres.app. */
const usualPlaces = (): readonly string[] =>
  [
    ['/usr/lib/postgresql', 'bin'],
    ['/usr', 'bin'],
    ['/opt/homebrew/opt', 'bin'],
    ['/usr/local/opt', 'bin'],
    ['/Applications/Postgres.app/Contents/Versions', 'bin'],
  ].flatMap(([parent = '', bin = '']) => list(parent).map(name => join(parent, name, bin)));

const list = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory).filter(name => /^(\d+(\.\d+)?|pgsql-\d+|postgresql(@\d+)?)$/.test(name));
  } catch {
    return [];
  }
};

const bindirOfPgConfig = async (): Promise<string | null> => {
  const program = findProgram('pg_config');
  if (program === null) {
    return null;
  }
  const {stdout, failed} = await execa(program, ['--bindir'], {reject: false, timeout: 5_000});
  return failed ? null : stdout.trim();
};

const inspect = async (directory: string, source: ServerBinaries['source']): Promise<ServerBinaries | null> => {
  if (!existsSync(directory) || !programs.every(name => isExecutable(join(directory, name)))) {
    return null;
  }
  const {stdout, failed} = await execa(join(directory, 'postgres'), ['--version'], {reject: false, timeout: 10_000});
  const [, version, major] = /\(PostgreSQL\) ((\d+)\S*)/.exec(stdout) ?? [];
  return failed || version === undefined
    ? null
    : {directory: realDirectory(directory), version, major: Number(major), source};
};

/** Behind links in a directory of links stand the other programs too. */
const realDirectory = (directory: string): string => {
  const real = [...new Set(programs.map(name => dirname(realpathSync(join(directory, name)))))];
  return real.length === 1 ? (real[0] ?? directory) : directory;
};
