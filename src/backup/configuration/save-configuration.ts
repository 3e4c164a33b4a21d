/** Saves the configuration of a running cluster beside its backups: no backup has what stands outside of the data directory. */
import {chmodSync, existsSync, mkdirSync, renameSync, rmSync} from 'node:fs';
import {dirname, isAbsolute, join, relative} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import {ownAsAround, writeDraft} from '../../postgres/drafts.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {newLabel} from '../drivers/backup-notes.ts';
import {syncDirectory} from '../in-place/record.ts';
import {
  type ConfigurationNote,
  type ConfigurationRole,
  digestOf,
  noteName,
  openSaved,
  type SavedFile,
  savedLabels,
} from './saved-configuration.ts';

export type KeptConfiguration = Pick<
  ConfigurationNote,
  'label' | 'savedAt' | 'identifier' | 'dataDirectory' | 'configDirectory' | 'needs'
> & {
  readonly directory: string;
  readonly files: readonly string[];
  /** False where the newest that is kept is the same. */
  readonly isNew: boolean;
};

type Read = Omit<ConfigurationNote, 'format' | 'kind' | 'label' | 'savedAt'> & {
  readonly contents: ReadonlyMap<string, Buffer>;
};

/** The server reads its own files, so this may run on any host. Needs a superuser, or a role with pg_read_server_files and pg_read_all_settings. */
export const saveConfiguration = async (live: string, into: string): Promise<Result<KeptConfiguration>> => {
  if (!isAbsolute(into)) {
    return fail(`the place for saved configurations must be an absolute path, not "${into}"`);
  }
  const read = await withConnection(live, readThere);
  if (!read.ok) {
    return fail(`the configuration cannot be read: ${read.reason.message}`);
  }
  try {
    return succeed(keep(read.value, into));
  } catch (thrown) {
    return fail(`the configuration cannot be saved: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

const readThere = async (connection: Connection): Promise<Result<Read, DatabaseFailure>> => {
  const places = await rowsOf(connection, placesSql);
  if (!places.ok) {
    return places;
  }
  const {config, hba, ident, data, identifier, needs} = places.value[0] ?? {};
  const included = await rowsOf(connection, connection.serverVersion >= 160_000 ? filesSql : filesSqlBefore16);
  if (!included.ok) {
    return included;
  }
  const configDirectory = dirname(String(config));
  const auto = join(String(data), 'postgresql.auto.conf');
  const roles = new Map<string, ConfigurationRole>([
    ...included.value.map(({file}) => [String(file), 'included'] as const),
    [auto, 'auto'],
    [String(ident), 'ident'],
    [String(hba), 'hba'],
    [String(config), 'config'],
  ]);
  const files: SavedFile[] = [];
  const contents = new Map<string, Buffer>();
  for (const [path, role] of roles) {
    const text = await rowsOf(connection, `select encode(pg_read_binary_file($1), 'base64') as bytes`, [path]);
    if (!text.ok) {
      return text;
    }
    const bytes = Buffer.from(String(text.value[0]?.bytes), 'base64');
    const file = named(path, {role, configDirectory, count: files.length});
    files.push({...file, sha256: digestOf(bytes)});
    contents.set(file.saved, bytes);
  }
  return succeed({
    identifier: String(identifier),
    major: Math.trunc(connection.serverVersion / 10_000),
    dataDirectory: String(data),
    configDirectory,
    files,
    needs: Array.isArray(needs) ? needs.map(String) : [],
    contents,
  });
};

type Naming = {readonly role: ConfigurationRole; readonly configDirectory: string; readonly count: number};

/** The four have their usual names, wherever they stood; what they include keeps its place below postgresql.conf. */
const named = (path: string, {role, configDirectory, count}: Naming): Omit<SavedFile, 'sha256'> => {
  if (role !== 'included') {
    const name = {
      config: 'postgresql.conf',
      hba: 'pg_hba.conf',
      ident: 'pg_ident.conf',
      auto: 'postgresql.auto.conf',
    }[role];
    return {role, path, name, saved: name};
  }
  const below = relative(configDirectory, path);
  const isBelow = below !== '' && !below.startsWith('..');
  return {role, path, name: isBelow ? below : null, saved: isBelow ? join('included', below) : `outside-${count}`};
};

const placesSql = `
  select current_setting('config_file') as config, current_setting('hba_file') as hba, current_setting('ident_file') as ident,
         current_setting('data_directory') as data, (select system_identifier::text from pg_control_system()) as identifier,
         array_remove(array[
           case when current_setting('ssl') = 'on' then 'the certificate ' || current_setting('ssl_cert_file') end,
           case when current_setting('ssl') = 'on' then 'the key ' || current_setting('ssl_key_file') end,
           case when current_setting('ssl') = 'on' then 'the authorities ' || nullif(current_setting('ssl_ca_file'), '') end,
           'the libraries ' || nullif(current_setting('shared_preload_libraries'), '')], null) as needs`;

/** All that say something; a file that says nothing is missed by nobody. Access rules include others from version 16 on. */
const filesSqlBefore16 = `select distinct sourcefile as file from pg_file_settings where sourcefile is not null`;
const filesSql = `${filesSqlBefore16} union select file_name from pg_hba_file_rules union select file_name from pg_ident_file_mappings`;

/** Throws what the file system throws. */
const keep = ({contents, ...read}: Read, into: string): KeptConfiguration => {
  const former = savedLabels(into).length > 0 ? openSaved(into) : undefined;
  const files = read.files.map(({name, saved}) => name ?? saved);
  const {identifier, dataDirectory, configDirectory, needs} = read;
  const known = {identifier, dataDirectory, configDirectory, needs, files};
  if (former?.ok && sameAs(former.value, read)) {
    const label = savedLabels(into).at(-1) ?? '';
    return {...known, label, savedAt: former.value.savedAt ?? '', directory: join(into, label), isNew: false};
  }
  const now = new Date();
  const label = newLabel(into, now);
  const note: ConfigurationNote = {
    format: 1,
    kind: 'lifeboat-configuration',
    label,
    savedAt: now.toISOString(),
    ...read,
  };
  const part = join(into, `${label}.part`);
  mkdirSync(into, {recursive: true, mode: 0o700});
  rmSync(part, {recursive: true, force: true});
  mkdirSync(part, {mode: 0o700});
  chmodSync(part, 0o700);
  ownAsAround(part);
  for (const [name, bytes] of contents) {
    makeOwned(dirname(join(part, name)));
    writeDraft(join(part, name), bytes);
  }
  // As sha256sum -c reads it, for whoever has only that.
  const sums = read.files.map(({saved, sha256}) => `${sha256}  ${saved}\n`).join('');
  writeDraft(join(part, 'SHA256SUMS'), sums);
  writeDraft(join(part, noteName), `${JSON.stringify(note, null, 2)}\n`);
  syncDirectory(part);
  renameSync(part, join(into, label));
  syncDirectory(into);
  return {...known, label, savedAt: note.savedAt, directory: join(into, label), isNew: true};
};

/** With all above it, each of whose the one around it is. */
const makeOwned = (directory: string): void => {
  if (!existsSync(directory)) {
    makeOwned(dirname(directory));
    mkdirSync(directory, {mode: 0o700});
    ownAsAround(directory);
  }
};

const sameAs = (former: Omit<Read, 'contents'>, now: Omit<Read, 'contents'>): boolean =>
  JSON.stringify([former.identifier, former.dataDirectory, former.configDirectory, former.files, former.needs]) ===
  JSON.stringify([now.identifier, now.dataDirectory, now.configDirectory, now.files, now.needs]);
