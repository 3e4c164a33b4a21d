/** The copy of a lab's backup and archive in its object store, sent as a nightly job does it, with the keys of the repository. */
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {cp} from 'node:fs/promises';
import {join} from 'node:path';
import {sendCopy} from '../../backup/stored-copies/send-copy.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import {openStore} from '../../object-store/store-place.ts';
import type {Estate} from '../estate.ts';
import {inPhase, type OnPhase} from '../phases.ts';

/** What it takes to know that copy again, noted where the store is not. */
export type StoredCopy = {readonly version: string; readonly sha256: string};

const noteOf = (labDirectory: string): string => join(labDirectory, 'stored-copy.json');

/** Nothing where the lab has no store. What is archived later is not in it. */
export const takeStoredCopy = async (estate: Estate, onPhase?: OnPhase): Promise<Result<void>> => {
  const {objectStore, directory} = estate;
  if (objectStore === null) {
    return succeed(undefined);
  }
  return inPhase(onPhase, {phase: 'stored-copy', title: 'Copy the backup into the object store'}, async () => {
    const store = openStore(objectStore.place);
    if (!store.ok) {
      return store;
    }
    const outgoing = join(directory, 'outgoing');
    try {
      await standStill(estate, outgoing);
      const sent = await sendCopy(store.value, outgoing);
      if (!sent.ok) {
        return fail(`the copy in the object store failed: ${sent.reason}`);
      }
      const {version, sha256} = sent.value;
      writeFileSync(noteOf(directory), `${JSON.stringify({version, sha256})}\n`, {mode: 0o600});
      return succeed(undefined);
    } catch (thrown) {
      return fail(`the copy in the object store failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    } finally {
      rmSync(outgoing, {recursive: true, force: true});
      store.value.agent.destroy();
    }
  });
};

/** The archive goes on: what is not yet whole there has a name of its own, and stays out. */
const standStill = async ({backup, archive}: Estate, outgoing: string): Promise<void> => {
  mkdirSync(outgoing, {mode: 0o700});
  await cp(backup, join(outgoing, 'backup'), {recursive: true});
  await cp(archive, join(outgoing, 'archive'), {recursive: true, filter: source => !source.endsWith('.part')});
};

/** Null where none was sent. */
export const readStoredCopy = (labDirectory: string): StoredCopy | null => {
  try {
    const {version, sha256} = JSON.parse(readFileSync(noteOf(labDirectory), 'utf8'));
    return typeof version === 'string' && typeof sha256 === 'string' ? {version, sha256} : null;
  } catch {
    return null;
  }
};
