/** The base backups that lie in a lab, wherever a step has put them; found by what is in them. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {bytesOf} from '../backup/base-backup.ts';
import {readControlFile} from '../postgres/control-file.ts';

export type FoundBackup = {
  readonly directory: string;
  /** A text, because it does not fit a number. */
  readonly identifier: string;
  /** Eight hexadecimal digits, as in the names of segments. */
  readonly timeline: string;
  /** Where replay must begin, in bytes of WAL. */
  readonly startLsn: bigint;
};

/** Plain ones, finished and not in use: a server that begins from one puts its label away. */
export const findBackups = (directory: string): readonly FoundBackup[] => {
  const entries = entriesOf(directory);
  if (entries.some(({name}) => name === 'PG_VERSION')) {
    const found = /\.(part|restoring)$/.test(directory) ? null : describe(directory);
    return found === null ? [] : [found];
  }
  return entries.filter(entry => entry.isDirectory()).flatMap(({name}) => findBackups(join(directory, name)));
};

/** The file that its WAL begins with is named in its label (PostgreSQL manual, 26.3.3). */
const describe = (directory: string): FoundBackup | null => {
  const label = read(join(directory, 'backup_label'));
  const [, lsn = '', timeline] =
    /^START WAL LOCATION: ([0-9A-F]+\/[0-9A-F]+) \(file ([0-9A-F]{8})[0-9A-F]{16}\)$/m.exec(label) ?? [];
  const identifier = readControlFile(directory)?.identifier;
  return timeline === undefined || identifier === undefined
    ? null
    : {directory, identifier, timeline, startLsn: bytesOf(lsn)};
};

const entriesOf = (directory: string) => {
  try {
    return readdirSync(directory, {withFileTypes: true});
  } catch {
    return [];
  }
};

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
