/** An archive as a handover finds it: whether it is that of the cluster, and which of its segments hold less than the cluster's own. */
import {readdirSync, statSync} from 'node:fs';
import {open} from 'node:fs/promises';
import {join} from 'node:path';
import {segmentsIn} from '../in-place/old-wal.ts';
import {clusterOf, writtenPages} from '../wal/segment-file.ts';

/**
 * A segment of another cluster that shows that nothing may be put there; null where none does. Those from `first` on count, because the
 * standby is about to read them, and the last one before, which says whose archive it is. Older ones may be left of a cluster that was
 * here before an upgrade. Throws what the file system throws.
 */
export const strangeIn = (
  archive: string,
  first: string,
  identifier: string,
): {path: string; cluster: string} | null => {
  const names = [...segmentsIn(archive)].sort((a, b) => (a.slice(8) < b.slice(8) ? -1 : 1));
  const from = names.findIndex(name => name.slice(8) >= first.slice(8));
  const found = (from === -1 ? names.slice(-1) : names.slice(Math.max(0, from - 1)))
    .map(name => join(archive, name))
    .map(path => ({path, cluster: clusterOf(path)}))
    .find(({cluster}) => cluster !== null && cluster !== identifier);
  return found === undefined ? null : {path: found.path, cluster: found.cluster ?? ''};
};

/**
 * Whether the archive lacks something of a segment: its size says nothing, because half of one was archived with its full size while
 * the server was stopped, and written on since. One in the archive that goes further, by a page or more, is kept. Throws what the file
 * system throws.
 */
export const lacks = async (archive: string, walDirectory: string, name: string): Promise<boolean> => {
  const [there, here] = [join(archive, name), join(walDirectory, name)];
  const size = statSync(there, {throwIfNoEntry: false})?.size;
  if (size !== statSync(here).size) {
    return true;
  }
  return !(await isSame(there, here)) && writtenPages(there) <= writtenPages(here);
};

/** Where what lay under the name of a segment is kept: a name that is free, and that no restore_command asks for. */
export const keptPath = (archive: string, name: string): string => {
  const names = new Set(readdirSync(archive));
  let free = `${name}.replaced`;
  for (let count = 2; names.has(free); count += 1) {
    free = `${name}.replaced-${count}`;
  }
  return join(archive, free);
};

const stepBytes = 1024 * 1024;

const isSame = async (one: string, other: string): Promise<boolean> => {
  const first = await open(one, 'r');
  try {
    const second = await open(other, 'r');
    try {
      const [a, b] = [Buffer.alloc(stepBytes), Buffer.alloc(stepBytes)];
      for (let at = 0; ; at += stepBytes) {
        const [{bytesRead}, read] = [await first.read(a, 0, stepBytes, at), await second.read(b, 0, stepBytes, at)];
        if (bytesRead !== read.bytesRead || !a.subarray(0, bytesRead).equals(b.subarray(0, bytesRead))) {
          return false;
        }
        if (bytesRead < stepBytes) {
          return true;
        }
      }
    } finally {
      await second.close();
    }
  } finally {
    await first.close();
  }
};
