/** A lab that stands, as whoever leaves it needs it: kept on purpose, or taken down with proof. */
import type {Result} from '../base/result.ts';
import {type Dismantled, dismantle} from './dismantle.ts';
import type {KeepAtEnd} from './estate-request.ts';
import {knownLabs} from './known-labs.ts';
import {writeLabRecord} from './lab-record.ts';

export type StandingLab = {
  readonly directory: string;
  /** Asked for when the drill began. */
  readonly keepAtEnd: KeepAtEnd;
  /** Leaves the lab standing, until someone takes it down. Throws what the file system throws. */
  readonly keep: () => void;
  /** Takes everything down and proves it. */
  readonly dismantle: () => Promise<Result<Dismantled>>;
};

/** What is left of a run's lab, by its record, whether its servers live or not; nothing when it was taken down. */
export const standingLab = (stateDir: string, run: string): StandingLab | undefined => {
  const record = knownLabs(stateDir).find(known => known.run === run);
  return (
    record && {
      directory: record.directory,
      keepAtEnd: record.isKept || (record.keepAtEnd ?? false),
      keep: () => writeLabRecord(stateDir, {...record, isKept: true}),
      dismantle: () => dismantle(stateDir, record),
    }
  );
};
