/** A lab that was left, found again by its record: same servers, same token; of an interrupted drill with a new keeper. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {type Failure, fail, type Result, succeed} from '../base/result.ts';
import {identify} from '../postgres/process-identity.ts';
import {runningServer} from '../postgres/server.ts';
import {findServerBinaries} from '../postgres/server-binaries.ts';
import {findServerUser} from '../postgres/server-user.ts';
import {datasetNamed} from './datasets.ts';
import {describeEstate, type Estate} from './estate.ts';
import {knownLabs} from './known-labs.ts';
import {inspectLabDirectory} from './lab-directory.ts';
import {type LabRecord, writeLabRecord} from './lab-record.ts';
import {readDamage} from './truth.ts';

/** Why a lab is not there: `lost` for good, or only not to be had now. */
export type NoLab = {readonly why: 'lost' | 'unreachable'; readonly sentence: string};

const lost = (sentence: string): Failure<NoLab> => fail({why: 'lost', sentence});
const unreachable = (sentence: string): Failure<NoLab> => fail({why: 'unreachable', sentence});

/** Takes over the lab of a run; fails when it is gone, or when its server is not the one of the record. */
export const reopenEstate = async (stateDir: string, run: string): Promise<Result<Estate, NoLab>> => {
  const record = knownLabs(stateDir).find(known => known.run === run);
  if (!record || inspectLabDirectory(record.directory, record.token) !== 'ours') {
    return lost('the lab of this drill is gone');
  }
  const taken = {...record, keeper: identify(process.pid) ?? record.keeper};
  const estate = await estateOf(stateDir, taken);
  if (!estate.ok) {
    return unreachable(estate.reason);
  }
  const stands = await whetherItStands(estate.value);
  if (!stands.ok) {
    return stands;
  }
  if (!readDamage(record.directory).ok) {
    return lost('what the fault did was never written down, so there is nothing to judge by');
  }
  try {
    writeLabRecord(stateDir, taken);
  } catch (thrown) {
    return unreachable(
      `The record of the lab cannot be written: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
    );
  }
  return estate;
};

/** The estate of a record, with the programs that are there now. */
export const estateOf = async (stateDir: string, record: LabRecord): Promise<Result<Estate>> => {
  const user = findServerUser();
  if (!user.ok) {
    return user;
  }
  const binaries = await findServerBinaries(user.value, {choice: process.env.LIFEBOAT_POSTGRES});
  return binaries.ok
    ? succeed(
        describeEstate({
          record,
          tools: {binaries: binaries.value, user: user.value},
          dataset: datasetNamed(record.dataset),
          scale: record.scale,
          stateDir,
        }),
      )
    : binaries;
};

/**
 * A step may have stopped the primary, moved its directory aside or failed over when the drill died, and goes on from there.
 * A server that was killed, and not by such a step, is lost: nobody knows what of the fault and the cure was in it.
 */
const whetherItStands = async (estate: Estate): Promise<Result<void, NoLab>> => {
  const seen = await estate.look();
  const primaryRuns = runningServer(estate.dataDirectory) !== null;
  const primaryIsSeen = seen.some(({site, state}) => site.name === 'primary' && state !== 'unreachable');
  if (primaryRuns && !primaryIsSeen) {
    return unreachable(
      'What answers in the place of this lab is not the lab, or does not answer; nothing was touched. Try again, or take it down with `lifeboat lab down`.',
    );
  }
  const isOneSeen = seen.some(({state}) => state !== 'unreachable');
  return isOneSeen || !wasKilled(estate.dataDirectory)
    ? succeed(undefined)
    : lost('the database of this lab is not running any more');
};

/** A server that ends, or is stopped, takes this file away; one that is killed leaves it. */
const wasKilled = (dataDirectory: string): boolean => existsSync(join(dataDirectory, 'postmaster.pid'));
