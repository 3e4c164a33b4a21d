/** A second copy of a lab's backup and archive, which its servers can read and not remove: what is left when somebody deletes backups. */
import {chmodSync, mkdirSync, readdirSync} from 'node:fs';
import {cp} from 'node:fs/promises';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Estate} from './estate.ts';
import {inPhase, type OnPhase} from './phases.ts';

/**
 * Copies both as they are now, as a nightly job does that fetches them; what is archived later is not in it. The copy belongs
 * to this program's account. Where the servers run as the same one it is closed to nobody, only left alone by every fault.
 * Nothing where the lab has none.
 */
export const takeSecondCopy = async (estate: Estate, onPhase?: OnPhase): Promise<Result<void>> => {
  const {secondCopy, backup, archive} = estate;
  if (secondCopy === null) {
    return succeed(undefined);
  }
  return inPhase(onPhase, {phase: 'second-copy', title: 'Copy the backup to a second place'}, async () => {
    try {
      mkdirSync(secondCopy, {mode: 0o755});
      await cp(backup, join(secondCopy, 'backup'), {recursive: true});
      await cp(archive, join(secondCopy, 'archive'), {recursive: true});
      openToReaders(secondCopy);
      return succeed(undefined);
    } catch (thrown) {
      return fail(`the second copy failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  });
};

/** Whoever restores reads it as the account of the servers. The lab's directory is closed to everybody else. */
const openToReaders = (directory: string): void => {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, {withFileTypes: true})) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      openToReaders(path);
    } else {
      chmodSync(path, 0o644);
    }
  }
};
