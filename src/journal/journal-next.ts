/** `journal-next`: the note in a run's directory that names the segments that stand elsewhere, for whoever looks without knowing where. */
import {basename, join} from 'node:path';
import type {Disk} from './disk.ts';
import {closeQuietly} from './disk.ts';
import {readSafely} from './safe-file.ts';
import {segmentNumber} from './sinks.ts';

const noteOf = (runDirectory: string): string => join(runDirectory, 'journal-next');

/** A path has at most 4,096 bytes, and there are never many segments. */
const noteBytesMax = 65_536;

/** The paths that the note names; none where there is no note that can be read. */
export const segmentsElsewhere = (runDirectory: string): readonly string[] => {
  const bytes = readSafely(noteOf(runDirectory), noteBytesMax);
  return bytes.ok
    ? bytes.value
        .toString('utf8')
        .split('\n')
        .filter(path => path.startsWith('/') && segmentNumber(basename(path)) !== undefined)
    : [];
};

/** Adds a path, as well as the disk allows: the directory may be the very one that cannot be written. */
export const noteSegment = (disk: Disk, runDirectory: string, path: string): void => {
  const note = noteOf(runDirectory);
  const paths = [...segmentsElsewhere(runDirectory), path];
  const bytes = Buffer.from(`${paths.join('\n')}\n`);
  // Under another name first: a disk that takes no new one must not lose the paths of before.
  const fresh = `${note}.new`;
  let file: number | undefined;
  try {
    disk.remove(fresh);
  } catch {
    // There was none.
  }
  try {
    file = disk.create(fresh);
    if (disk.write(file, bytes) === bytes.length) {
      disk.syncFully(file);
      disk.rename(fresh, note);
      disk.syncDirectory(runDirectory);
    }
  } catch {
    // The segment itself is found where the environment says.
  } finally {
    if (file !== undefined) {
      closeQuietly(disk, file);
    }
  }
};

/** Once they all stand in the run's directory. */
export const forgetSegments = (disk: Disk, runDirectory: string): void => {
  try {
    disk.remove(noteOf(runDirectory));
  } catch {
    // There was none; or it stays, and names files that are found at home first.
  }
};
