/** A lab that was left, found again by its record: same servers, same token; of an interrupted drill with a new keeper. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {type Failure, fail, type Result, succeed} from '../base/result.ts';
import {identify} from '../postgres/process-identity.ts';
import {runningServer} from '../postgres/server.ts';
import {findServerBinaries} from '../postgres/server-binaries.ts';
import {findServerUser} from '../postgres/server-user.ts';
import type {Damage} from './damage.ts';
import {datasetNamed} from './datasets.ts';
import {describeEstate, type Estate} from './estate.ts';
import {findFault} from './faults.ts';
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
  const damage = readDamage(record.directory);
  const stands = await whetherItStands(estate.value, damage.ok && takesServersAway(damage.value));
  if (!stands.ok) {
    return stands;
  }
  if (!damage.ok) {
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
 * A server that was killed, and not by such a step, is lost: nobody knows what of the fault and the cure was in it. Where the
 * fault itself takes servers away, that is what the drill is about.
 */
const whetherItStands = async (estate: Estate, mayBeKilled: boolean): Promise<Result<void, NoLab>> => {
  const seen = await estate.look();
  const primaryRuns = runningServer(estate.dataDirectory) !== null;
  const primaryIsSeen = seen.some(({site, state}) => site.name === 'primary' && state !== 'unreachable');
  if (primaryRuns && !primaryIsSeen) {
    return unreachable(
      'What answers in the place of this lab is not the lab, or does not answer; nothing was touched. Try again, or take it down with `lifeboat lab down`.',
    );
  }
  const isOneSeen = seen.some(({state}) => state !== 'unreachable');
  return isOneSeen || mayBeKilled || !wasKilled(estate.dataDirectory)
    ? succeed(undefined)
    : lost('the database of this lab is not running any more');
};

/** By its own word: what its cure owes is service. */
const takesServersAway = ({fault}: Damage): boolean => findFault(fault)?.owes?.includes('service') === true;

/** A server that ends, or is stopped, takes this file away; one that is killed leaves it. */
const wasKilled = (dataDirectory: string): boolean => existsSync(join(dataDirectory, 'postmaster.pid'));
