/** Builds what a record tells of: its directory, its network and its servers, each written down as soon as it runs. */
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {type Result, succeed} from '../base/result.ts';
import {giveTo} from '../postgres/server-user.ts';
import {createLabDirectory} from './lab-directory.ts';
import {type LabRecord, writeLabRecord} from './lab-record.ts';
import {buildNetwork, furnishNetwork, type NetworkGrounds} from './network/build-network.ts';
import type {Companion} from './network/companion.ts';
import type {ObjectStore} from './object-store/object-store.ts';
import {startObjectStore} from './object-store/start-object-store.ts';
import {inPhase, type OnPhase} from './phases.ts';
import {buildSites} from './sites/build-sites.ts';
import type {Grounds} from './sites/grounds.ts';

type EstateGrounds = Grounds & NetworkGrounds & {readonly objectStore: ObjectStore | null};

type Building = {readonly stateDir: string; readonly onPhase: OnPhase | undefined};

/** Gives the record of what runs. Throws what the file system throws. */
export const buildEstate = async (
  estate: EstateGrounds,
  record: LabRecord,
  {stateDir, onPhase}: Building,
): Promise<Result<LabRecord>> => {
  const {tools, directory} = estate;

  // The record first: a drill that is killed from here on is cleaned up by the next start.
  writeLabRecord(stateDir, record);
  const made = await createLabDirectory(directory, estate.token, tools.user);
  if (!made.ok) {
    return made;
  }
  for (const place of [estate.archive, join(directory, 'log')]) {
    mkdirSync(place, {mode: 0o700});
    giveTo(tools.user, place);
  }

  let running = record;
  const note = (known: Pick<LabRecord, 'servers'> | Pick<LabRecord, 'companions'>): void => {
    running = {...running, ...known};
    writeLabRecord(stateDir, running);
  };
  const progress = {
    onPhase,
    onServer: (server: LabRecord['servers'][number]) => note({servers: [...running.servers, server]}),
    onCompanion: (one: Companion) => note({companions: [...(running.companions ?? []), one]}),
  };
  const wired = await buildNetwork(estate, progress);
  const built = wired.ok ? await buildSites(estate, progress) : wired;
  const furnished = built.ok ? await furnishNetwork(estate, progress) : built;
  const {objectStore} = estate;
  const stored =
    !furnished.ok || objectStore === null
      ? furnished
      : await inPhase(onPhase, {phase: 'object-store', title: 'Start an object store that keeps versions'}, () =>
          startObjectStore(objectStore, tools, progress.onCompanion),
        );
  return stored.ok ? succeed(running) : stored;
};
