/** `journal-next`: the note in a run's directory that names the segments that stand elsewhere, for whoever looks without knowing where. */
import {basename, join} from 'node:path';
import type {Disk} from '../disk.ts';
import {replaceFile} from '../replace-file.ts';
import {readSafely} from '../safe-file.ts';
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
  const paths = [...segmentsElsewhere(runDirectory), path];
  // Where it is not taken, the paths of before stay, and the segment itself is found where the environment says.
  replaceFile(disk, noteOf(runDirectory), Buffer.from(`${paths.join('\n')}\n`));
};

/** Once they all stand in the run's directory. */
export const forgetSegments = (disk: Disk, runDirectory: string): void => {
  try {
    disk.remove(noteOf(runDirectory));
  } catch {
    // There was none; or it stays, and names files that are found at home first.
  }
};
