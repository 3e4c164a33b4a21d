/** Where tests with real programs work: in memory where there is room, because a lab syncs thousands of times and removes thousands of files. */
import {spawnSync} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/** What three files at a time need, each with labs of some hundred megabytes. */
const roomBytesMin = 4 * 1024 ** 3;

/** A disk, for what is larger than memory. Short: a lab's socket has to fit into 107 bytes, and its server runs under another account. */
export const diskPlace = '/var/tmp';

/** A container may have little of it, or let no program start from there. */
const isRoomy = (place: string): boolean => {
  try {
    const {bavail, bsize} = statfsSync(place);
    return bavail * bsize >= roomBytesMin && process.availableMemory() >= roomBytesMin && runsPrograms(place);
  } catch {
    return false;
  }
};

const runsPrograms = (place: string): boolean => {
  const folder = mkdtempSync(join(place, 'lb-'));
  try {
    const program = join(folder, 'program');
    writeFileSync(program, '#!/bin/sh\nexit 0\n');
    chmodSync(program, 0o755);
    return spawnSync(program).status === 0;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
};

/** What a killed program leaves is there as on a disk: only a power failure would tell them apart, and no test makes one. */
export const workPlace = isRoomy('/dev/shm') ? '/dev/shm' : diskPlace;
