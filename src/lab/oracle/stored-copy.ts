/** Whether the copy in the object store outlived the intruder, and whether what was brought back is that very copy. */
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileDigest} from '../../backup/drivers/file-digest.ts';
import {contentsName, filesOf, objectKey} from '../../backup/stored-copies/contents.ts';
import {type ReadContents, readContents} from '../../backup/stored-copies/find-copies.ts';
import {fail, type Result} from '../../base/result.ts';
import {openStore, type Store} from '../../object-store/store-place.ts';
import type {Damage} from '../damage.ts';
import type {Estate} from '../estate.ts';
import {deleteForGood} from '../intruder/empty-store.ts';
import {cannotSee, type Finding, someOf} from './finding.ts';

const lockHeld = 'stored_copy_locked';
const isBack = 'stored_copy_is_back';

/** Nothing where no intruder was in a store. */
export const storedCopyFindings = async (estate: Estate, {detail}: Damage): Promise<readonly Finding[]> => {
  const {stored_version: version, stored_sha256: sha256} = detail ?? {};
  if (estate.objectStore === null || typeof version !== 'string' || typeof sha256 !== 'string') {
    return [];
  }
  const store = openStore(estate.objectStore.place);
  if (!store.ok) {
    return [cannotSee(lockHeld, store.reason)];
  }
  const list = await readList(store.value, version, sha256);
  const findings = list.ok
    ? [await deletionRefused(store.value, version, list.value), broughtBack(estate, list.value)]
    : [{name: lockHeld, ok: false, detail: list.reason}];
  store.value.agent.destroy();
  return findings;
};

/** By the digest that the lab noted when it sent the copy. */
const readList = async (store: Store, version: string, sha256: string): Promise<Result<ReadContents>> => {
  const list = await readContents(store, version);
  if (!list.ok) {
    return fail(`the copy is gone: ${list.reason}`);
  }
  return list.value.sha256 === sha256 ? list : fail('the list of files in the store is another one than was sent');
};

/** With the very keys that the intruder had; and each version is there afterwards. */
const deletionRefused = async (store: Store, listVersion: string, {contents}: ReadContents): Promise<Finding> => {
  const versions = [{name: contentsName, version: listVersion}, ...contents.parts];
  const given: string[] = [];
  for (const {name, version} of versions) {
    const tried = await deleteForGood(store, objectKey(store.prefix, name), version);
    if (!tried.ok) {
      return cannotSee(lockHeld, tried.reason);
    }
    given.push(...(tried.value === 'gone' ? [`version ${version} of ${name} could be deleted`] : []));
  }
  return {
    name: lockHeld,
    ok: given.length === 0,
    detail:
      given.length === 0
        ? `with the keys that were stolen, deleting each of the ${versions.length} locked versions is refused`
        : someOf(given),
  };
};

const broughtBack = ({directory}: Estate, {contents, sha256}: ReadContents): Finding => {
  const place = placesIn(directory).find(one => fileDigest(join(one, contentsName)) === sha256);
  if (place === undefined) {
    return {name: isBack, ok: false, detail: 'no directory of the lab has what was in the object store'};
  }
  const files = filesOf(contents);
  const wrong = files.filter(file => !isSame(join(place, file.path), file.sha256)).map(({path}) => path);
  return {
    name: isBack,
    ok: wrong.length === 0,
    detail:
      wrong.length === 0
        ? `all ${files.length} files at ${place} are those that were backed up, by their digests`
        : `not as they were backed up: ${someOf(wrong)}`,
  };
};

const isSame = (path: string, sha256: string): boolean => existsSync(path) && fileDigest(path) === sha256;

/** Each directory with a list of files in it. */
const placesIn = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory, {withFileTypes: true})
      .filter(entry => entry.isDirectory() && existsSync(join(directory, entry.name, contentsName)))
      .map(entry => join(directory, entry.name));
  } catch {
    return [];
  }
};
