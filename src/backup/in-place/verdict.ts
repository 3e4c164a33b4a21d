/** What a restore in place came to: how far the cluster came back, whether that is everything, and what is left to do. */
import {lstatSync} from 'node:fs';
import {join} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {type ControlFile, readControlFile} from '../../postgres/control-file.ts';
import {bytesOf} from '../base-backup.ts';
import {describeTarget} from '../recovery-target.ts';
import {type Hindrance, impossible} from './hindrance.ts';
import {type RestoreRecord, writeRecord} from './record.ts';
import type {Answer} from './recovered.ts';

export type RestoredInPlace = {
  readonly directory: string;
  /** Where the old data lie; null where there were none. */
  readonly oldDirectory: string | null;
  readonly target: string;
  /** The last commit that came back; null where none was replayed, or nobody could ask. */
  readonly recoveredTo: string | null;
  readonly lsn: string | null;
  readonly timeline: number | null;
  /** Whether all that the cluster ever wrote was replayed; null where that cannot be told, or was not wanted. */
  readonly isComplete: boolean | null;
  /** Proven by a record that was written; null where nobody could ask. */
  readonly takesWrites: true | null;
  /** Segments that only the old pg_wal had. */
  readonly segmentsSaved: number;
  readonly pid: number;
  /** Of the server that it started, in whole seconds. */
  readonly startedAt: string | null;
  readonly logFile: string;
  /** True where an earlier restore of this name had done it. */
  readonly reused: boolean;
  readonly seconds: {readonly copy: number; readonly down: number; readonly total: number};
  readonly notes: readonly string[];
};

export const undoHint = 'lifeboat backup undo-restore puts the old data back.';

type Allowed = {readonly allowGap: boolean};

type Ended = Pick<RestoredInPlace, 'pid' | 'startedAt' | 'logFile' | 'seconds'> & {
  readonly answer: Result<Answer, string>;
};

export const finish = (
  allowed: Allowed,
  record: RestoreRecord,
  {answer, ...ended}: Ended,
): Result<RestoredInPlace, Hindrance> => {
  const {directory, oldDirectory, target} = record;
  const old = oldDirectory === null ? null : readControlFile(oldDirectory);
  const known = answer.ok ? answer.value : {recoveredTo: null, lsn: null, timeline: null, takesWrites: null};
  const result: RestoredInPlace = {
    directory,
    oldDirectory,
    target: inWords(target),
    ...known,
    isComplete: target === 'end' ? isComplete(old, known.lsn) : null,
    segmentsSaved: Number(record.result?.segmentsSaved ?? 0),
    ...ended,
    reused: false,
    notes: notesOn(record, answer),
  };
  writeRecord({...record, phase: 'finished', result});
  return judge(allowed, result);
};

/** That the server runs is no verdict: what it lacks is said, and nobody goes on by mistake. */
export const judge = ({allowGap}: Allowed, result: RestoredInPlace): Result<RestoredInPlace, Hindrance> =>
  result.isComplete === false && !allowGap
    ? impossible(
        `The server runs again, and not all came back: WAL ends at ${result.lsn}, and the cluster had written more.`,
        `The old data lie in ${result.oldDirectory}. ${undoHint} Or go on with what there is: --allow-gap.`,
      )
    : succeed(result);

/** A cluster that was shut down says where its WAL ends; of one that was killed only the last checkpoint is known. */
const isComplete = (old: ControlFile | null, lsn: string | null): boolean | null => {
  if (old === null || lsn === null) {
    return null;
  }
  const isBehind = bytesOf(lsn) > old.checkpointLsn;
  return isBehind ? (old.isShutDown ? true : null) : false;
};

const notesOn = ({isDelta, oldDirectory}: RestoreRecord, answer: Result<Answer, string>): readonly string[] => [
  ...(answer.ok ? [] : [`The server could not be asked how far it came: ${answer.reason}.`]),
  ...(oldDirectory !== null && isLink(join(oldDirectory, 'pg_wal'))
    ? [
        'pg_wal was a link to another place, and is a plain directory now: move it back when the server is stopped next.',
      ]
    : []),
  ...(isDelta
    ? [`The files were changed in place: there is no way back. Its WAL of before lies in ${oldDirectory}.`]
    : []),
  'Replication slots are gone: look whether each standby still follows, and build anew what does not. Take a new base backup now.',
];

const isLink = (path: string): boolean => lstatSync(path, {throwIfNoEntry: false})?.isSymbolicLink() === true;

export const inWords = (target: RestoreRecord['target']): string =>
  target === 'end' ? 'the end' : describeTarget(target);
