/** Tablespaces of a base backup: which it has, and how they are laid into directories of their own, never into those of production. */
import {existsSync, lchownSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {copyDataDirectory, isTransient} from '../postgres/copy-data-directory.ts';
import {giveTo, type ServerUser} from '../postgres/server-user.ts';

export type BackedUpTablespace = {
  readonly oid: string;
  /** Where production had it; null where the backup does not say. */
  readonly location: string | null;
};

const linksName = 'pg_tblspc';
const mapName = 'tablespace_map';

/** Each is a directory of the backup. A link would lead into production's own files, which have gone on since. */
export const tablespacesOf = (backup: string): Result<readonly BackedUpTablespace[]> => {
  const links = join(backup, linksName);
  const entries = existsSync(links) ? readdirSync(links, {withFileTypes: true}) : [];
  const link = entries.find(entry => entry.isSymbolicLink());
  if (link !== undefined) {
    return fail(
      `the tablespace ${link.name} of the backup is a link to ${readlinkSync(join(links, link.name))}, which may be production's own directory; take backups with lifeboat backup take or with pgBackRest`,
    );
  }
  const locations = readMap(backup);
  const present = entries.filter(entry => entry.isDirectory()).map(({name}) => name);
  const missing = [...locations].find(([oid]) => !present.includes(oid));
  return missing === undefined
    ? succeed(present.map(oid => ({oid, location: locations.get(oid) ?? null})))
    : fail(`the backup lacks its tablespace ${missing[0]}, which was at ${missing[1]}; give another base backup`);
};

/** Paths of a backup that are not copied as they stand: the links are made anew, and the map would make them lead to production. */
export const isOfTablespaces = (path: string): boolean => path === mapName || path.startsWith(`${linksName}/`);

export type LayTablespaces = {
  readonly backup: string;
  readonly tablespaces: readonly BackedUpTablespace[];
  /** The data directory that gets the links. */
  readonly data: string;
  /** Made here, a directory for each. */
  readonly into: string;
  readonly user: ServerUser;
};

/** Copies each and links it. Throws what the file system throws. */
export const layTablespaces = async ({backup, tablespaces, data, into, user}: LayTablespaces): Promise<void> => {
  if (tablespaces.length === 0) {
    return;
  }
  for (const place of [into, join(data, linksName)]) {
    mkdirSync(place, {recursive: true, mode: 0o700});
    giveTo(user, place);
  }
  for (const {oid} of tablespaces) {
    const place = join(into, oid);
    const link = join(data, linksName, oid);
    await copyDataDirectory({from: join(backup, linksName, oid), to: place, user, leaveOut: isTransient});
    rmSync(link, {recursive: true, force: true});
    symlinkSync(place, link);
    if (user.kind === 'account') {
      lchownSync(link, user.uid, user.gid);
    }
  }
};

/** `OID path`, one a line, with a backslash before what would end a line (xlogrecovery.c, read_tablespace_map). */
const readMap = (backup: string): ReadonlyMap<string, string> => {
  const path = join(backup, mapName);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const lines = [...text.matchAll(/^(\d+) ((?:[^\\\n]|\\[\s\S])+)$/gm)];
  return new Map(lines.map(([, oid = '', location = '']) => [oid, location.replaceAll(/\\([\s\S])/g, '$1')]));
};
