/** The base backup of the estate, taken while the application writes. */
import {fail, type Result} from '../base/result.ts';
import type {Estate} from './estate.ts';
import {inPhase, type OnPhase} from './phases.ts';
import {connectToLab} from './proof.ts';
import {type Copy, copyCluster} from './sites/copy-cluster.ts';

/** Takes it into `estate.backup`; the WAL it needs is then in the archive. */
export const takeBaseBackup = (estate: Estate, onPhase?: OnPhase): Promise<Result<Copy>> =>
  inPhase(onPhase, {phase: 'backup', title: 'Take a base backup'}, async () => {
    const connection = await connectToLab(estate.primary, estate.token);
    if (!connection.ok) {
      return connection;
    }
    const {dataDirectory: from, backup: to, tools} = estate;
    try {
      return await copyCluster(connection.value, {from, to, user: tools.user, waitsForArchive: true});
    } catch (thrown) {
      return fail(`the base backup failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    } finally {
      await connection.value.close();
    }
  });
