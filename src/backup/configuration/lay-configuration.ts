/** Lays a configuration where a server looks for it: what is there and differs is kept beside it, and what this site has of its own is added. */

import {existsSync, mkdirSync, renameSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {replaceByDraft} from '../../postgres/drafts.ts';
import {quoteSetting} from '../../postgres/quote.ts';
import {giveTo, type ServerUser} from '../../postgres/server-user.ts';
import {withMovedIncludes} from './moved-includes.ts';
import {type Configuration, readOrNull} from './saved-configuration.ts';

/** Settings that this site has of its own, such as its address and its archive. */
export type SiteSettings = Readonly<Record<string, string>>;

export type LaidConfiguration = {
  /** Files that were written; those that were the same already are not among them. */
  readonly written: readonly string[];
  /** Where files that stood there and differed are now. */
  readonly keptAside: readonly string[];
  /** What somebody has to put there. */
  readonly missing: readonly string[];
};

export type LayRequest = {
  readonly configuration: Configuration;
  readonly dataDirectory: string;
  /** Where postgresql.conf and the access rules go: the data directory, or a place outside as Debian has it. */
  readonly configDirectory: string;
  /** Where the data directory is while it is laid, and what it will be called; the same unless a restore is under way. */
  readonly standsAt?: string | undefined;
  readonly settings: SiteSettings;
  /** Leaves alone what stands there and differs. */
  readonly onlyMissing?: boolean;
  readonly user: ServerUser;
};

/** The files with their places and what will stand in them, as they are laid. */
export const planConfiguration = (request: LayRequest): ReadonlyMap<string, Buffer> => {
  const {configuration, dataDirectory, configDirectory, standsAt = dataDirectory, settings} = request;
  const configPlace = configDirectory === dataDirectory ? standsAt : configDirectory;
  const auto = join(standsAt, 'postgresql.auto.conf');
  const planned = new Map<string, Buffer>();
  for (const {role, name, saved} of configuration.files) {
    const kept = configuration.contents.get(saved) ?? Buffer.alloc(0);
    const bytes = role === 'auto' ? kept : withMovedIncludes(kept, configuration.configDirectory, configDirectory);
    if (role === 'config') {
      planned.set(join(configPlace, 'postgresql.conf'), withPlaces(bytes, request));
    } else if (role === 'auto') {
      // That of the data directory belongs to its data; only a lost one is put back.
      planned.set(auto, readOrNull(auto) ?? bytes);
    } else if (name !== null) {
      planned.set(join(configPlace, name), bytes);
    }
  }
  if (Object.keys(settings).length > 0) {
    planned.set(auto, withSettings(planned.get(auto) ?? readOrNull(auto) ?? Buffer.alloc(0), settings));
  }
  return planned;
};

/** May be done again. Throws what the file system throws. */
export const layConfiguration = (request: LayRequest): LaidConfiguration => {
  const {configuration, user} = request;
  const [written, keptAside]: [string[], string[]] = [[], []];
  const suffix = `.incident-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  for (const [path, bytes] of planConfiguration(request)) {
    const there = readOrNull(path);
    const isAuto = path.endsWith('.auto.conf');
    if (there?.equals(bytes) === true || (there !== null && !isAuto && request.onlyMissing === true)) {
      continue;
    }
    makeDirectory(dirname(path), user);
    if (there !== null && !isAuto) {
      renameSync(path, `${path}${suffix}`);
      keptAside.push(`${path}${suffix}`);
    }
    replaceByDraft(path, bytes, {owner: user});
    written.push(path);
  }
  const outside = configuration.files.flatMap(({name, path}) => (name === null ? [`the file ${path}`] : []));
  return {written, keptAside, missing: [...outside, ...configuration.needs].filter(isMissing)};
};

/** Of what has a path it can be seen whether it is here; of the rest nobody knows. */
const isMissing = (need: string): boolean => {
  const [path] = /\/.*$/.exec(need) ?? [];
  return path === undefined || !existsSync(path);
};

/** Above the file that the server reads last, and so above all that the backup brings along. */
const beginSettings = '# lifeboat: what this site has of its own';
const endSettings = '# lifeboat: end of what this site has of its own';
const beginPlaces = '# lifeboat: where the files of this site are';

const withSettings = (before: Buffer, settings: SiteSettings): Buffer => {
  const text = before.toString('utf8');
  const [from, to] = [text.indexOf(beginSettings), text.indexOf(endSettings)];
  const rest = from === -1 || to === -1 ? text : `${text.slice(0, from)}${text.slice(to + endSettings.length + 1)}`;
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quoteSetting(value)}`);
  return Buffer.from(`${ended(rest)}${[beginSettings, ...lines, endSettings, ''].join('\n')}`);
};

/**
 * A postgresql.conf that stood elsewhere may name a data directory and access rules of the other host; the server would
 * start on those instead. A later line wins (PostgreSQL manual, 20.1.2).
 */
const withPlaces = (bytes: Buffer, {configuration, dataDirectory, configDirectory}: LayRequest): Buffer => {
  const text = bytes.toString('utf8');
  const isSame = configuration.configDirectory === configDirectory && configuration.dataDirectory === dataDirectory;
  const namesPlaces = /^\s*(data_directory|hba_file|ident_file)\s*[= ]/im.test(text);
  if (isSame || (configDirectory === dataDirectory && !namesPlaces)) {
    return bytes;
  }
  const lines = [
    ['data_directory', dataDirectory],
    ['hba_file', join(configDirectory, 'pg_hba.conf')],
    ['ident_file', join(configDirectory, 'pg_ident.conf')],
  ].map(([name, path = '']) => `${name} = ${quoteSetting(path)}`);
  return Buffer.from(`${ended(text)}${[beginPlaces, ...lines, ''].join('\n')}`);
};

const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

const makeDirectory = (path: string, user: ServerUser): void => {
  if (!existsSync(path)) {
    makeDirectory(dirname(path), user);
    mkdirSync(path, {mode: 0o700});
    giveTo(user, path);
  }
};

/** Settings as they are written on a command line, `name=value`. */
export const readSettings = (words: readonly string[]): SiteSettings | string => {
  const pairs: [string, string][] = [];
  for (const word of words) {
    const [, name, value] = /^([A-Za-z_][\w.]*)\s*=\s*(.*)$/.exec(word) ?? [];
    if (name === undefined || value === undefined) {
      return `a setting is written name=value, not "${word}"`;
    }
    if (/^(data_directory|config_file|hba_file|ident_file)$/.test(name)) {
      return `${name} says where files are, which is told by the directories and not by a setting`;
    }
    pairs.push([name, value]);
  }
  return Object.fromEntries(pairs);
};
