/** A repository of backups for a lab, by the built-in driver: each one is newer than the last, as in production. */
import {drivers} from '../backup/drivers/drivers.ts';
import {type Result, succeed} from '../base/result.ts';
import type {Estate} from './estate.ts';
import {inPhase, type OnPhase} from './phases.ts';

/** Takes another one into `estate.backups`. */
export const takeRepositoryBackup = (estate: Estate, onPhase?: OnPhase): Promise<Result<void>> =>
  inPhase(onPhase, {phase: 'backups', title: 'Take a backup into a repository'}, async () => {
    const repository = {directory: estate.backups};
    const taken = await drivers.builtin.take({repository, live: estate.primary, onProgress: () => undefined});
    return taken.ok ? succeed(undefined) : taken;
  });
