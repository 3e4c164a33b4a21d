/** A cluster's configuration as it is kept beside its backups: the files, where they stood, and a digest of each. */
import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {isAbsolute, join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {readControlFile} from '../../postgres/control-file.ts';

/** What a file is for; `included` is one that postgresql.conf or pg_hba.conf names. */
export type ConfigurationRole = 'config' | 'hba' | 'ident' | 'auto' | 'included';

export type SavedFile = {
  readonly role: ConfigurationRole;
  /** Where it stood. */
  readonly path: string;
  /** Below the directory of postgresql.conf; null for what stood outside of it and is not laid anywhere by itself. */
  readonly name: string | null;
  /** Its name here. */
  readonly saved: string;
  readonly sha256: string;
};

export type ConfigurationNote = {
  readonly format: 1;
  readonly kind: 'lifeboat-configuration';
  readonly label: string;
  readonly savedAt: string;
  readonly identifier: string;
  readonly major: number;
  readonly dataDirectory: string;
  /** Where postgresql.conf stood: in the data directory, or outside of it as Debian has it. */
  readonly configDirectory: string;
  readonly files: readonly SavedFile[];
  /** What it names and what is not kept here, such as keys and libraries: it must be on the host that takes it. */
  readonly needs: readonly string[];
};

/** Files with what is in them, ready to be laid. */
export type Configuration = Omit<ConfigurationNote, 'format' | 'kind' | 'label' | 'savedAt'> & {
  /** As sentences call it. */
  readonly title: string;
  /** Null where nothing says so. */
  readonly savedAt: string | null;
  readonly contents: ReadonlyMap<string, Buffer>;
};

export const noteName = 'configuration.json';

/** Labels of what is kept there, oldest first. */
export const savedLabels = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory)
      .filter(name => /^\d{8}T\d{6}Z$/.test(name) && existsSync(join(directory, name, noteName)))
      .sort();
  } catch {
    return [];
  }
};

/** The newest, or the one of that label, each file held against its digest: what was changed since is not handed out. */
export const openSaved = (directory: string, wanted?: string): Result<Configuration> => {
  if (!isAbsolute(directory)) {
    return fail(`the place of saved configurations must be an absolute path, not "${directory}"`);
  }
  const label = wanted ?? savedLabels(directory).at(-1);
  if (label === undefined) {
    return fail(`${directory} holds no saved configuration; lifeboat backup save-configuration makes one`);
  }
  const place = join(directory, label);
  const note = readConfigurationNote(place);
  if (note === null) {
    return fail(`${place} holds no saved configuration; there are ${savedLabels(directory).join(', ') || 'none'}`);
  }
  const contents = new Map<string, Buffer>();
  for (const {saved, sha256} of note.files) {
    const bytes = readOrNull(join(place, saved));
    if (bytes === null || digestOf(bytes) !== sha256) {
      return fail(
        `${join(place, saved)} ${bytes === null ? 'cannot be read' : 'was changed since it was saved'}; take an earlier one with --label, or put the file right`,
      );
    }
    contents.set(saved, bytes);
  }
  return succeed({...note, title: `the configuration saved at ${note.savedAt}`, contents});
};

/** Null where there is none that we wrote. */
const readConfigurationNote = (place: string): ConfigurationNote | null => {
  try {
    const read: unknown = JSON.parse(readFileSync(join(place, noteName), 'utf8'));
    return isNote(read) ? read : null;
  } catch {
    return null;
  }
};

const usual = {config: 'postgresql.conf', hba: 'pg_hba.conf', ident: 'pg_ident.conf', auto: 'postgresql.auto.conf'};

/** What a plain base backup has of it. Where the cluster kept it outside of its data directory, it has none. */
export const configurationInBackup = (backup: string): Result<Configuration> => {
  const control = readControlFile(backup);
  const major = readOrNull(join(backup, 'PG_VERSION'));
  if (control === null || major === null) {
    return fail(`${backup} is not a base backup: PG_VERSION and global/pg_control are not in it`);
  }
  const contents = new Map(
    Object.values(usual).flatMap(name => {
      const bytes = readOrNull(join(backup, name));
      return bytes === null ? [] : [[name, bytes] as const];
    }),
  );
  const missing = ['postgresql.conf', 'pg_hba.conf'].filter(name => !contents.has(name));
  return missing.length > 0
    ? fail(
        `the backup ${backup} has no ${missing.join(' and no ')}: the cluster keeps it outside of its data directory, as Debian does; name a saved configuration`,
      )
    : succeed({
        title: `the configuration in the backup ${backup}`,
        savedAt: null,
        identifier: control.identifier,
        major: Number.parseInt(major.toString('utf8'), 10),
        // Nobody knows where that was; nothing in the files is taken for a place of this host.
        dataDirectory: backup,
        configDirectory: backup,
        needs: [],
        files: (['config', 'hba', 'ident', 'auto'] as const).flatMap(role => {
          const name = usual[role];
          const bytes = contents.get(name);
          return bytes === undefined
            ? []
            : [{role, name, saved: name, path: join(backup, name), sha256: digestOf(bytes)}];
        }),
        contents,
      });
};

export const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export const readOrNull = (path: string): Buffer | null => {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
};

/** What it names becomes paths, so it is looked at closely: whoever can write there could name anything. */
const isNote = (value: unknown): value is ConfigurationNote => {
  const fields: Record<string, unknown> = typeof value === 'object' && value !== null ? {...value} : {};
  const texts = [fields.label, fields.savedAt, fields.identifier, fields.dataDirectory, fields.configDirectory];
  return (
    fields.kind === 'lifeboat-configuration' &&
    fields.format === 1 &&
    texts.every(text => typeof text === 'string') &&
    typeof fields.major === 'number' &&
    Array.isArray(fields.needs) &&
    Array.isArray(fields.files) &&
    fields.files.every(isFile)
  );
};

const isFile = (value: unknown): boolean => {
  const {role, path, name, saved, sha256}: Record<string, unknown> =
    typeof value === 'object' && value !== null ? {...value} : {};
  return (
    ['config', 'hba', 'ident', 'auto', 'included'].includes(String(role)) &&
    typeof path === 'string' &&
    (name === null || isBelow(name)) &&
    isBelow(saved) &&
    typeof sha256 === 'string'
  );
};

const isBelow = (name: unknown): boolean =>
  typeof name === 'string' && name !== '' && !isAbsolute(name) && !name.split('/').includes('..');
