/** What global/pg_control says of a cluster, running or not: enough to know whose files these are and where they ended. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';

export type ControlFile = {
  /** Equal for a cluster and every physical copy of it; a text, because it does not fit a number. */
  readonly identifier: string;
  /** The timeline of the last checkpoint. */
  readonly timeline: number;
  /** Whether it was shut down in good order, so that the last checkpoint is the end of its WAL. */
  readonly isShutDown: boolean;
  /** Whether it is, or was until it was killed, a primary that takes writes: recovery is over. */
  readonly isInProduction: boolean;
  /** Whether it is, or was until it was killed, a standby or in a recovery from backup. */
  readonly isInArchiveRecovery: boolean;
  /** Where the record of the last checkpoint begins, in bytes of WAL. */
  readonly checkpointLsn: bigint;
  /** How far recovery has come at least, while there is one; null as below. */
  readonly replayedLsn: bigint | null;
  /** Whether its pages carry checksums; null where this version has the word at another place. */
  readonly hasChecksums: boolean | null;
};

/** Offsets and states as in pg_control.h (ControlFileData, CheckPoint, DBState), the same from version 11 on; little-endian as on all that we run on. */
const offsets = {
  identifier: 0,
  state: 16,
  checkpoint: 32,
  timeline: 48,
  replayed: 136,
  floatFormat: 208,
  checksums: 252,
};
const states = {shutDown: 1, inArchiveRecovery: 5, inProduction: 6};

/** Null where it is not there, cannot be read, or is too short or empty: then nothing is known of the cluster. */
export const readControlFile = (dataDirectory: string): ControlFile | null => {
  try {
    return parseControlFile(readFileSync(join(dataDirectory, 'global/pg_control')));
  } catch {
    return null;
  }
};

/** The same of bytes. */
export const parseControlFile = (bytes: Buffer): ControlFile | null => {
  if (bytes.length < 64) {
    return null;
  }
  const identifier = bytes.readBigUInt64LE(offsets.identifier);
  const state = bytes.readUInt32LE(offsets.state);
  return identifier === 0n
    ? null
    : {
        identifier: identifier.toString(),
        timeline: bytes.readUInt32LE(offsets.timeline),
        isShutDown: state === states.shutDown,
        isInProduction: state === states.inProduction,
        isInArchiveRecovery: state === states.inArchiveRecovery,
        checkpointLsn: bytes.readBigUInt64LE(offsets.checkpoint),
        ...laterFields(bytes),
      };
};

/** A number that every version writes, to tell formats of floats apart: where it stands, the rest stands too. */
const floatFormat = 1_234_567;

const laterFields = (bytes: Buffer): Pick<ControlFile, 'replayedLsn' | 'hasChecksums'> =>
  bytes.length < offsets.checksums + 4 || bytes.readDoubleLE(offsets.floatFormat) !== floatFormat
    ? {replayedLsn: null, hasChecksums: null}
    : {
        replayedLsn: bytes.readBigUInt64LE(offsets.replayed),
        hasChecksums: bytes.readUInt32LE(offsets.checksums) > 0,
      };
