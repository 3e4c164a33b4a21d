/** Archived WAL as segments by number: which file holds a place, on a line of timelines that recovery would follow. */
import {existsSync, readdirSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {bytesOf} from '../base-backup.ts';

/** Where segments and histories are had from, by their names. */
export type WalArchive = {
  readonly name: string;
  /** Null where it is not there. Throws what the file system throws. */
  readonly read: (file: string) => Promise<Buffer | null>;
  /** All names, where they can be listed; else one is asked for after the other. */
  readonly names: ReadonlySet<string> | null;
};

/** Directories of plain segments; the first that has one counts. */
export const walDirectories = (directories: readonly string[]): WalArchive => ({
  name: directories[0] ?? '',
  names: new Set(directories.flatMap(directory => (existsSync(directory) ? readdirSync(directory) : []))),
  read: async file => {
    const found = directories.map(directory => join(directory, file)).find(path => existsSync(path));
    return found === undefined ? null : readFile(found);
  },
});

export type Timelines = {
  /** The newest: recovery goes on to it. */
  readonly newest: number;
  /** Timelines that may hold a segment which begins there, the one that counts first. */
  readonly at: (segmentEnd: bigint) => readonly number[];
  /** Timelines of the archive that this line does not lead through. */
  readonly others: readonly number[];
};

/** The line to the newest timeline (recovery_target_timeline = latest), or why the backup's is not on it. */
export const timelinesFrom = async (archive: WalArchive, own: number): Promise<Result<Timelines>> => {
  const known = archive.names === null ? await askForHistories(archive, own) : historiesIn(archive.names);
  const newest = Math.max(own, ...known);
  const history = newest === own ? null : await archive.read(historyOf(newest));
  const former = history === null ? [] : parseHistory(history.toString('utf8'));
  if (newest !== own && !former.some(({timeline}) => timeline === own)) {
    return fail(
      `the newest timeline of ${archive.name} is ${newest}, which does not come from the backup's timeline ${own}; take a backup of timeline ${newest}`,
    );
  }
  const begins = new Map(former.map(({endLsn}, index) => [former[index + 1]?.timeline ?? newest, endLsn] as const));
  const line = [newest, ...former.map(({timeline}) => timeline).reverse()];
  return succeed({
    newest,
    at: segmentEnd => line.filter(timeline => (begins.get(timeline) ?? 0n) < segmentEnd),
    others: timelinesIn(archive.names ?? new Set()).filter(timeline => !line.includes(timeline)),
  });
};

const historyOf = (timeline: number): string => `${inHex(timeline)}.history`;

const inHex = (number: number): string => number.toString(16).toUpperCase().padStart(8, '0');

/** As a server looks for the newest one: upwards until there is none. */
const askForHistories = async (archive: WalArchive, own: number): Promise<readonly number[]> => {
  const found: number[] = [];
  for (let timeline = own + 1; (await archive.read(historyOf(timeline))) !== null; timeline += 1) {
    found.push(timeline);
  }
  return found;
};

const historiesIn = (names: ReadonlySet<string>): readonly number[] =>
  [...names].flatMap(name => (/^[0-9A-F]{8}\.history$/.test(name) ? [Number.parseInt(name, 16)] : []));

const timelinesIn = (names: ReadonlySet<string>): readonly number[] => [
  ...new Set([...names].flatMap(name => (/^[0-9A-F]{24}$/.test(name) ? [Number.parseInt(name.slice(0, 8), 16)] : []))),
];

/** Timelines before it, oldest first, each with the place where it was left (PostgreSQL manual, "Timelines"). */
const parseHistory = (text: string): readonly {readonly timeline: number; readonly endLsn: bigint}[] =>
  text.split('\n').flatMap(line => {
    const [, timeline, lsn] = /^\s*(\d+)\s+([0-9A-Fa-f]+\/[0-9A-Fa-f]+)/.exec(line) ?? [];
    return timeline === undefined || lsn === undefined ? [] : [{timeline: Number(timeline), endLsn: bytesOf(lsn)}];
  });
