/** A lab that stands by itself: built for whoever wants to look and to break, or left by a drill on purpose. */
import {fail, type Result} from '../base/result.ts';
import type {Estate} from './estate.ts';
import {isLabAlive, isNamed, knownLabs} from './known-labs.ts';
import type {LabRecord} from './lab-record.ts';
import {estateOf} from './reopen.ts';

/** The only one, or the one whose run ends in those letters. The reason says how to get one, or how to say which. */
export const openStanding = (stateDir: string, wanted?: string): Promise<Result<Estate>> => {
  const record = findStanding(stateDir, wanted);
  return record.ok ? estateOf(stateDir, record.value) : Promise.resolve(record);
};

const findStanding = (stateDir: string, wanted: string | undefined): Result<LabRecord> => {
  const standing = knownLabs(stateDir).filter(lab => lab.isKept && !isLabAlive(lab));
  const meant = wanted === undefined ? standing : standing.filter(isNamed(wanted));
  const [only, ...others] = meant;
  if (only === undefined) {
    return fail(
      wanted === undefined
        ? 'There is no lab that stands by itself; build one with: lifeboat lab up'
        : `There is no lab "${wanted}" that stands by itself; lifeboat lab status lists those that do.`,
    );
  }
  return others.length === 0
    ? {ok: true, value: only}
    : fail(
        `Several labs stand: ${meant.map(({run}) => run).join(', ')}; say which one by the last letters of its name.`,
      );
};

/** The lab of a run, whoever works in it; for the application of a lab, which is no drill. */
export const openKnown = async (stateDir: string, run: string): Promise<Result<Estate>> => {
  const record = knownLabs(stateDir).find(known => known.run === run);
  return record ? estateOf(stateDir, record) : fail(`There is no lab "${run}".`);
};
