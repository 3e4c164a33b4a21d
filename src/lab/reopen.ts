/** The lab of an interrupted drill, found again by its record: same servers, same token, a new keeper. */
import {type Failure, fail, type Result, succeed} from '../base/result.ts';
import {identify, isAlive} from '../postgres/process-identity.ts';
import {findServerBinaries} from '../postgres/server-binaries.ts';
import {findServerUser} from '../postgres/server-user.ts';
import {datasets} from './datasets.ts';
import {describeEstate, type Estate} from './estate.ts';
import {knownLabs} from './known-labs.ts';
import {writeLabRecord} from './lab-record.ts';
import {isLabServer} from './proof.ts';
import {readDamage} from './truth.ts';

/** Why a lab is not there: `lost` for good, or only not to be had now. */
export type NoLab = {readonly why: 'lost' | 'unreachable'; readonly sentence: string};

const lost = (sentence: string): Failure<NoLab> => fail({why: 'lost', sentence});
const unreachable = (sentence: string): Failure<NoLab> => fail({why: 'unreachable', sentence});

/** Takes over the lab of a run; fails when it is gone, or when its server is not the one of the record. */
export const reopenEstate = async (stateDir: string, run: string): Promise<Result<Estate, NoLab>> => {
  const record = knownLabs(stateDir).find(known => known.run === run);
  if (!record) {
    return lost('the lab of this drill is gone');
  }
  if (!record.servers.some(server => isAlive(server))) {
    return lost('the database of this lab is not running any more');
  }
  if (!readDamage(record.directory).ok) {
    return lost('what the fault did was never written down, so there is nothing to judge by');
  }
  const user = findServerUser();
  if (!user.ok) {
    return unreachable(user.reason);
  }
  const binaries = await findServerBinaries(user.value, {choice: process.env.LIFEBOAT_POSTGRES});
  if (!binaries.ok) {
    return unreachable(binaries.reason);
  }
  const taken = {...record, keeper: identify(process.pid) ?? record.keeper};
  const estate = describeEstate({
    record: taken,
    tools: {binaries: binaries.value, user: user.value},
    dataset: datasets.ticketing,
    scale: record.scale,
    stateDir,
  });
  if (!(await isLabServer(estate.primary, record.token))) {
    return unreachable(
      'What answers in the place of this lab is not the lab, or does not answer; nothing was touched. Try again, or take it down with `lifeboat lab down`.',
    );
  }
  try {
    writeLabRecord(stateDir, taken);
  } catch (thrown) {
    return unreachable(
      `The record of the lab cannot be written: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
    );
  }
  return succeed(estate);
};
